#include "server/outgoing.h"

#include "schema/net_address.h"

#include <algorithm>
#include <array>
#include <memory>

#include <curl/curl.h>
#include <fmt/format.h>
#include <netdb.h>
#include <sys/socket.h>

namespace sitrep {
namespace {

constexpr long connect_seconds = 5;
constexpr long whole_seconds = 15;
constexpr std::size_t longest_answer = 64 * 1024; // it is only drained

struct FreeEasy {
    void operator()(CURL* handle) const { curl_easy_cleanup(handle); }
};
using Easy = std::unique_ptr<CURL, FreeEasy>;
struct FreeList {
    void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};
using List = std::unique_ptr<curl_slist, FreeList>;
struct FreeMime {
    void operator()(curl_mime* mime) const { curl_mime_free(mime); }
};

List list_of(const std::vector<std::string>& lines) {
    curl_slist* list = nullptr;
    for (const std::string& line : lines) list = curl_slist_append(list, line.c_str());
    return List(list);
}

Easy new_handle() {
    static const CURLcode ready = curl_global_init(CURL_GLOBAL_DEFAULT);
    return ready == CURLE_OK ? Easy(curl_easy_init()) : Easy();
}

struct Gate {
    bool allow_private = false;
    std::string refused{}; // the address that was
};

// Called with each address that is about to be connected to: behind name resolution, so that no
// name can lead elsewhere.
curl_socket_t open_socket(void* data, curlsocktype, curl_sockaddr* address) {
    auto& gate = *static_cast<Gate*>(data);
    if (!gate.allow_private && (!is_public(address->addr) || is_own(address->addr))) {
        gate.refused = to_string(address->addr);
        return CURL_SOCKET_BAD;
    }
    return ::socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

std::size_t drain(char*, std::size_t size, std::size_t count, void* data) {
    auto& drained = *static_cast<std::size_t*>(data);
    drained += size * count;
    return drained > longest_answer ? 0 : size * count;
}

int stop_asked(void* data, curl_off_t, curl_off_t, curl_off_t, curl_off_t) {
    return static_cast<const std::atomic<bool>*>(data)->load() ? 1 : 0;
}

void set_common(CURL* handle, std::array<char, CURL_ERROR_SIZE>& error,
                const std::atomic<bool>& stop) {
    curl_easy_setopt(handle, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(handle, CURLOPT_PROXY, ""); // not that of the environment either
    curl_easy_setopt(handle, CURLOPT_CONNECTTIMEOUT, connect_seconds);
    curl_easy_setopt(handle, CURLOPT_TIMEOUT, whole_seconds);
    curl_easy_setopt(handle, CURLOPT_ERRORBUFFER, error.data());
    curl_easy_setopt(handle, CURLOPT_NOPROGRESS, 0L);
    curl_easy_setopt(handle, CURLOPT_XFERINFOFUNCTION, stop_asked);
    curl_easy_setopt(handle, CURLOPT_XFERINFODATA, &stop);
}

std::string reason(CURLcode code, const std::array<char, CURL_ERROR_SIZE>& error) {
    return error.front() != '\0' ? error.data() : curl_easy_strerror(code);
}

} // namespace

OutgoingAnswer post_webhook(const WebhookRequest& request, const std::atomic<bool>& stop) {
    const Easy handle = new_handle();
    if (!handle) return {0, "out of memory"};
    std::array<char, CURL_ERROR_SIZE> error{};
    Gate gate{request.allow_private};
    std::size_t drained = 0;
    const List headers = list_of(request.headers);
    CURL* const h = handle.get();
    set_common(h, error, stop);
    curl_easy_setopt(h, CURLOPT_URL, request.url.c_str());
    curl_easy_setopt(h, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(h, CURLOPT_FOLLOWLOCATION, 0L);
    curl_easy_setopt(h, CURLOPT_OPENSOCKETFUNCTION, open_socket);
    curl_easy_setopt(h, CURLOPT_OPENSOCKETDATA, &gate);
    curl_easy_setopt(h, CURLOPT_WRITEFUNCTION, drain);
    curl_easy_setopt(h, CURLOPT_WRITEDATA, &drained);
    curl_easy_setopt(h, CURLOPT_HTTPHEADER, headers.get());
    curl_easy_setopt(h, CURLOPT_POST, 1L);
    curl_easy_setopt(h, CURLOPT_POSTFIELDS, request.body.data());
    curl_easy_setopt(h, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request.body.size()));
    const CURLcode code = curl_easy_perform(h);
    OutgoingAnswer answer;
    curl_easy_getinfo(h, CURLINFO_RESPONSE_CODE, &answer.status);
    const bool long_answer = code == CURLE_WRITE_ERROR && drained > longest_answer;
    if (code != CURLE_OK && !long_answer) {
        answer.status = 0;
        answer.error =
            gate.refused.empty()
                ? reason(code, error)
                : fmt::format("{} is not a public address: refused (--allow-private-targets "
                              "would allow it)",
                              gate.refused);
        return answer;
    }
    curl_off_t wait = 0;
    if (curl_easy_getinfo(h, CURLINFO_RETRY_AFTER, &wait) == CURLE_OK && wait > 0)
        answer.retry_after = wait;
    return answer;
}

OutgoingAnswer send_mail(const MailServer& server, const Mail& mail,
                         const std::atomic<bool>& stop) {
    const Easy handle = new_handle();
    if (!handle) return {0, "out of memory"};
    std::array<char, CURL_ERROR_SIZE> error{};
    CURL* const h = handle.get();
    set_common(h, error, stop);
    curl_easy_setopt(h, CURLOPT_URL, server.url.c_str());
    curl_easy_setopt(h, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
    // A password goes over an encrypted line or not at all.
    curl_easy_setopt(h, CURLOPT_USE_SSL,
                     static_cast<long>(server.user.empty() ? CURLUSESSL_TRY : CURLUSESSL_ALL));
    if (!server.user.empty()) {
        curl_easy_setopt(h, CURLOPT_USERNAME, server.user.c_str());
        curl_easy_setopt(h, CURLOPT_PASSWORD, server.password.c_str());
    }
    curl_easy_setopt(h, CURLOPT_MAIL_FROM, server.from.c_str());
    const List to = list_of({mail.to});
    curl_easy_setopt(h, CURLOPT_MAIL_RCPT, to.get());
    const std::unique_ptr<curl_mime, FreeMime> message(curl_mime_init(h));
    curl_mime* const alternatives = curl_mime_init(h);
    const auto add = [&](const std::string& text, const char* type) {
        curl_mimepart* const part = curl_mime_addpart(alternatives);
        curl_mime_data(part, text.data(), text.size());
        curl_mime_type(part, type);
        curl_mime_encoder(part, "quoted-printable");
    };
    add(mail.text, "text/plain; charset=utf-8");
    add(mail.html, "text/html; charset=utf-8");
    curl_mimepart* const body = curl_mime_addpart(message.get());
    curl_mime_subparts(body, alternatives); // which it owns from now on
    curl_mime_type(body, "multipart/alternative");
    const List headers = list_of(mail.headers);
    curl_easy_setopt(h, CURLOPT_HTTPHEADER, headers.get());
    curl_easy_setopt(h, CURLOPT_MIMEPOST, message.get());
    const CURLcode code = curl_easy_perform(h);
    OutgoingAnswer answer;
    curl_easy_getinfo(h, CURLINFO_RESPONSE_CODE, &answer.status);
    if (code != CURLE_OK) {
        answer.error = reason(code, error);
        if (answer.status < 400) answer.status = 0;
    }
    return answer;
}

bool is_private_literal(const std::string& url) {
    std::unique_ptr<CURLU, decltype(&curl_url_cleanup)> parsed(curl_url(), &curl_url_cleanup);
    char* text = nullptr;
    if (!parsed || curl_url_set(parsed.get(), CURLUPART_URL, url.c_str(), 0) != CURLUE_OK ||
        curl_url_get(parsed.get(), CURLUPART_HOST, &text, 0) != CURLUE_OK)
        return false;
    std::string host(text);
    curl_free(text);
    if (host.starts_with('[')) host = host.substr(1, host.find(']') - 1);
    std::transform(host.begin(), host.end(), host.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    if (host.ends_with('.')) host.pop_back();
    if (host == "localhost" || host.ends_with(".localhost")) return true; // RFC 6761
    addrinfo hints{};
    hints.ai_flags = AI_NUMERICHOST;
    addrinfo* found = nullptr;
    if (::getaddrinfo(host.c_str(), nullptr, &hints, &found) != 0) return false;
    const bool is_private = !is_public(*found->ai_addr);
    ::freeaddrinfo(found);
    return is_private;
}

} // namespace sitrep
