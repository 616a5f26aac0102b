// A program of this machine, named when the server was started: no client can name one.

#include "server/delivery.h"

#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstring>

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

namespace sitrep {
namespace {

constexpr std::chrono::seconds longest_run{30};
constexpr std::chrono::milliseconds look_up{20};

// Writes all; a program that does not read its input is no failure of ours.
void feed(int pipe, std::string_view input, std::chrono::steady_clock::time_point deadline,
          const std::atomic<bool>& stop) {
    ::fcntl(pipe, F_SETFL, O_NONBLOCK);
    while (!input.empty() && !stop && std::chrono::steady_clock::now() < deadline) {
        const ssize_t written = ::write(pipe, input.data(), input.size());
        if (written > 0) {
            input.remove_prefix(static_cast<std::size_t>(written));
            continue;
        }
        if (written < 0 && errno != EAGAIN && errno != EINTR) return;
        pollfd polled{pipe, POLLOUT, 0};
        ::poll(&polled, 1, static_cast<int>(look_up.count()));
    }
}

} // namespace

int run_program(const std::string& program, const std::string& input,
                const std::vector<std::string>& environment, std::string& error,
                const std::atomic<bool>& stop) {
    int pipe[2];
    if (::pipe2(pipe, O_CLOEXEC) != 0) {
        error = std::strerror(errno);
        return -1;
    }
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, pipe[0], STDIN_FILENO);
    posix_spawnattr_t attributes;
    posix_spawnattr_init(&attributes);
    sigset_t none;
    sigemptyset(&none);
    posix_spawnattr_setsigmask(&attributes, &none); // the server blocks those that end it
    sigset_t broken_pipe;
    sigemptyset(&broken_pipe);
    sigaddset(&broken_pipe, SIGPIPE);
    posix_spawnattr_setsigdefault(&attributes, &broken_pipe);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF |
                                              POSIX_SPAWN_SETPGROUP);
    std::vector<std::string> variables = environment;
    for (char** variable = ::environ; *variable != nullptr; ++variable)
        if (!std::string_view(*variable).starts_with("SITREP_")) variables.emplace_back(*variable);
    std::vector<char*> pointers;
    for (std::string& variable : variables) pointers.push_back(variable.data());
    pointers.push_back(nullptr);
    std::string name = program;
    char* arguments[] = {name.data(), nullptr};
    pid_t child = 0;
    const int failed =
        ::posix_spawnp(&child, name.c_str(), &actions, &attributes, arguments, pointers.data());
    posix_spawn_file_actions_destroy(&actions);
    posix_spawnattr_destroy(&attributes);
    ::close(pipe[0]);
    if (failed != 0) {
        ::close(pipe[1]);
        error = fmt::format("cannot run the program: {}", std::strerror(failed));
        return -1;
    }
    const auto deadline = std::chrono::steady_clock::now() + longest_run;
    feed(pipe[1], input, deadline, stop);
    ::close(pipe[1]);
    int state = 0;
    while (::waitpid(child, &state, WNOHANG) == 0) {
        if (!stop && std::chrono::steady_clock::now() < deadline) {
            std::this_thread::sleep_for(look_up);
            continue;
        }
        ::kill(-child, SIGKILL); // with all that it started
        ::waitpid(child, &state, 0);
        error = fmt::format("the program took longer than {} s", longest_run.count());
        return -1;
    }
    if (WIFEXITED(state)) return WEXITSTATUS(state);
    error = "the program was ended by a signal";
    return -1;
}

AttemptResult Deliveries::run_command(const Subscription& subscription, const Delivery& delivery,
                                      const std::vector<Item>& items) {
    using Outcome = AttemptResult::Outcome;
    if (options_.command.empty())
        return {Outcome::again, 0, "this server runs no programs (--exec)"};
    AttemptResult result;
    const int code =
        run_program(options_.command, webhook_body(subscription, delivery, items, options_.links),
                    {"SITREP_DELIVERY=" + delivery.id, "SITREP_SUBSCRIPTION=" + subscription.id},
                    result.error, stopping_);
    result.status = code;
    if (code == 0)
        result.outcome = Outcome::sent;
    else if (result.error.empty())
        result.error = fmt::format("the program ended with {}", code);
    return result;
}

} // namespace sitrep
