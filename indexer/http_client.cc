#include "indexer/http_client.h"

#include "schema/error.h"
#include "schema/net_address.h"

#include <algorithm>
#include <charconv>
#include <deque>
#include <list>
#include <unordered_map>

#include <curl/curl.h>
#include <fmt/format.h>
#include <unistd.h>

namespace sitrep {
namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

constexpr std::size_t most_header_bytes = 64 * 1024;

struct FreeUrl {
    void operator()(CURLU* url) const { curl_url_cleanup(url); }
};

// One part of a URL of ours; empty where it has none or the URL is not one.
std::string url_part(const std::string& url, CURLUPart part) {
    const std::unique_ptr<CURLU, FreeUrl> parsed(curl_url());
    if (!parsed || curl_url_set(parsed.get(), CURLUPART_URL, url.c_str(), 0) != CURLUE_OK)
        return {};
    char* value = nullptr;
    if (curl_url_get(parsed.get(), part, &value, 0) != CURLUE_OK) return {};
    std::string result(value);
    curl_free(value);
    return result;
}

bool is_web(const std::string& url) {
    const std::string scheme = lower_ascii(url_part(url, CURLUPART_SCHEME));
    return scheme == "http" || scheme == "https";
}

std::string type_of(std::string_view content_type) {
    return lower_ascii(trim(content_type.substr(0, content_type.find(';'))));
}

struct FreeEasy {
    void operator()(CURL* easy) const { curl_easy_cleanup(easy); }
};
struct FreeList {
    void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};

// A request on its way through its redirects.
struct Transfer {
    HttpRequest request;
    HttpClient::Done done;
    bool allow_private = false;
    std::string host;               // whose turn it takes
    Clock::time_point not_before{}; // waits until then

    // Of the connection under way.
    std::unique_ptr<CURL, FreeEasy> easy{};
    std::unique_ptr<curl_slist, FreeList> headers{};
    std::size_t header_bytes = 0;
    std::string refused{}; // an address that is not public
    std::string wrong_type{};
    bool too_long = false;

    Clock::time_point deadline{};
    std::string url{};
    std::vector<std::string> visited{};
    bool moved = true; // only permanent redirects so far
    HttpResponse response{};

    std::string header(const char* name) const {
        curl_header* found = nullptr;
        if (curl_easy_header(easy.get(), name, 0, CURLH_HEADER, -1, &found) != CURLHE_OK) return {};
        return std::string(trim(found->value)).substr(0, 4096);
    }
    long status() const {
        long code = 0;
        curl_easy_getinfo(easy.get(), CURLINFO_RESPONSE_CODE, &code);
        return code;
    }
};

bool is_redirect(long status) {
    return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
}

curl_socket_t open_socket(void* self, curlsocktype purpose, curl_sockaddr* address) {
    auto& transfer = *static_cast<Transfer*>(self);
    const bool allowed =
        purpose == CURLSOCKTYPE_IPCXN &&
        (transfer.allow_private || (is_public(address->addr) && !is_own(address->addr)));
    if (!allowed) {
        transfer.refused = to_string(address->addr);
        return CURL_SOCKET_BAD;
    }
    return ::socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

std::size_t on_header(char*, std::size_t size, std::size_t count, void* self) {
    auto& transfer = *static_cast<Transfer*>(self);
    transfer.header_bytes += size * count;
    if (transfer.header_bytes <= most_header_bytes) return size * count;
    transfer.too_long = true;
    return 0;
}

std::size_t on_body(char* data, std::size_t size, std::size_t count, void* self) {
    auto& transfer = *static_cast<Transfer*>(self);
    std::string& body = transfer.response.body;
    if (body.empty() && transfer.request.takes != nullptr && transfer.status() == 200) {
        const std::string type = type_of(transfer.header("Content-Type"));
        if (!transfer.request.takes(type)) {
            transfer.wrong_type = type;
            return 0;
        }
    }
    if (body.size() + size * count > transfer.request.limits.bytes) {
        transfer.too_long = true;
        return 0;
    }
    body.append(data, size * count);
    return size * count;
}

template <typename T>
void set(CURL* easy, CURLoption option, T value) {
    if (curl_easy_setopt(easy, option, value) != CURLE_OK)
        throw Error(ErrorKind::internal, fmt::format("libcurl lacks option {}", int(option)));
}

void start_global() {
    static const CURLcode code = curl_global_init(CURL_GLOBAL_DEFAULT);
    if (code != CURLE_OK) throw Error(ErrorKind::internal, "libcurl did not start");
}

} // namespace

struct HttpClient::Impl {
    struct Host {
        bool busy = false;
        Clock::time_point free_at{};
        std::deque<std::unique_ptr<Transfer>> waiting;
    };

    explicit Impl(Options what) : options(what) {
        start_global();
        multi = curl_multi_init();
        if (multi == nullptr) throw Error(ErrorKind::internal, "libcurl did not start");
    }
    ~Impl() {
        for (const auto& transfer : active) curl_multi_remove_handle(multi, transfer->easy.get());
        active.clear();
        curl_multi_cleanup(multi);
    }

    std::optional<Clock::time_point> start_waiting();
    void start(std::unique_ptr<Transfer> transfer);
    void connect(Transfer& transfer);
    bool finish_active();
    Problem problem_of(const Transfer& transfer, CURLcode code) const;
    bool follow_redirect(Transfer& transfer);
    void complete(std::unique_ptr<Transfer> transfer);

    Options options;
    CURLM* multi = nullptr;
    std::unordered_map<std::string, Host> hosts;
    std::list<std::unique_ptr<Transfer>> active;
    std::deque<std::unique_ptr<Transfer>> failed; // before they began
    std::size_t waiting = 0;
};

// Sends what may be sent; says when the next one may.
std::optional<Clock::time_point> HttpClient::Impl::start_waiting() {
    std::optional<Clock::time_point> next;
    const auto now = Clock::now();
    for (auto it = hosts.begin(); it != hosts.end();) {
        Host& host = it->second;
        if (host.waiting.empty() && !host.busy && host.free_at <= now) {
            it = hosts.erase(it);
            continue;
        }
        ++it;
        if (host.busy || host.waiting.empty()) continue;
        const auto first = std::min_element(
            host.waiting.begin(), host.waiting.end(),
            [](const auto& a, const auto& b) { return a->not_before < b->not_before; });
        const auto at = std::max(host.free_at, (*first)->not_before);
        if (at > now) {
            next = std::min(next.value_or(at), at);
        } else if (active.size() < options.most_active) {
            std::unique_ptr<Transfer> transfer = std::move(*first);
            host.waiting.erase(first);
            host.busy = true;
            --waiting;
            start(std::move(transfer));
        }
    }
    return next;
}

void HttpClient::Impl::start(std::unique_ptr<Transfer> transfer) {
    transfer->deadline = Clock::now() + transfer->request.limits.time;
    transfer->url = transfer->request.url;
    connect(*transfer);
    active.push_back(std::move(transfer));
}

void HttpClient::Impl::connect(Transfer& transfer) {
    transfer.visited.push_back(transfer.url);
    transfer.header_bytes = 0;
    transfer.response.body.clear();
    transfer.easy.reset(curl_easy_init());
    CURL* easy = transfer.easy.get();
    if (easy == nullptr) throw Error(ErrorKind::internal, "libcurl has no handle left");
    set(easy, CURLOPT_URL, transfer.url.c_str());
    set(easy, CURLOPT_PRIVATE, &transfer);
    set(easy, CURLOPT_PROTOCOLS_STR, "http,https");
    set(easy, CURLOPT_PROXY, "");
    set(easy, CURLOPT_NOSIGNAL, 1L);
    set(easy, CURLOPT_QUICK_EXIT, 1L);      // ending waits for no name server
    set(easy, CURLOPT_ACCEPT_ENCODING, ""); // all that libcurl unpacks
    set(easy, CURLOPT_USERAGENT, "Sitrep/" SITREP_VERSION);
    set(easy, CURLOPT_OPENSOCKETFUNCTION, open_socket);
    set(easy, CURLOPT_OPENSOCKETDATA, &transfer);
    set(easy, CURLOPT_HEADERFUNCTION, on_header);
    set(easy, CURLOPT_HEADERDATA, &transfer);
    set(easy, CURLOPT_WRITEFUNCTION, on_body);
    set(easy, CURLOPT_WRITEDATA, &transfer);
    const auto left =
        std::chrono::duration_cast<milliseconds>(transfer.deadline - Clock::now()).count();
    set(easy, CURLOPT_TIMEOUT_MS, static_cast<long>(std::max<std::int64_t>(left, 1)));
    set(easy, CURLOPT_CONNECTTIMEOUT_MS, 10'000L);
    set(easy, CURLOPT_MAXFILESIZE_LARGE, static_cast<curl_off_t>(transfer.request.limits.bytes));
    const HttpRequest& request = transfer.request;
    curl_slist* list = curl_slist_append(nullptr, ("Accept: " + request.accept).c_str());
    if (!request.etag.empty())
        list = curl_slist_append(list, ("If-None-Match: " + request.etag).c_str());
    if (!request.last_modified.empty())
        list = curl_slist_append(list, ("If-Modified-Since: " + request.last_modified).c_str());
    transfer.headers.reset(list);
    set(easy, CURLOPT_HTTPHEADER, list);
    if (curl_multi_add_handle(multi, easy) != CURLM_OK)
        throw Error(ErrorKind::internal, "libcurl did not take a request");
}

Problem HttpClient::Impl::problem_of(const Transfer& transfer, CURLcode code) const {
    const HttpLimits& limits = transfer.request.limits;
    if (!transfer.refused.empty() && code != CURLE_OK)
        return fmt::format("it leads to {}, which is not a public address; --allow-private "
                           "permits that",
                           transfer.refused);
    if (!transfer.wrong_type.empty())
        return fmt::format("it is {}, which is not what is wanted here", transfer.wrong_type);
    if (transfer.header_bytes > most_header_bytes)
        return fmt::format("its headers are longer than {} bytes", most_header_bytes);
    if (transfer.too_long || code == CURLE_FILESIZE_EXCEEDED)
        return fmt::format("it is longer than {} bytes", limits.bytes);
    if (code == CURLE_OPERATION_TIMEDOUT)
        return fmt::format("it did not answer, or not whole, in {} s",
                           static_cast<double>(limits.time.count()) / 1000);
    return code == CURLE_OK ? Problem() : Problem(curl_easy_strerror(code));
}

// True: it goes on to another address.
bool HttpClient::Impl::follow_redirect(Transfer& transfer) {
    const long status = transfer.status();
    if (!is_redirect(status)) return false;
    char* location = nullptr;
    curl_easy_getinfo(transfer.easy.get(), CURLINFO_REDIRECT_URL, &location);
    const std::string target = location != nullptr ? location : "";
    Problem& problem = transfer.response.problem;
    if (target.empty())
        problem = fmt::format("it redirects (status {}), but not to an address", status);
    else if (!is_web(target))
        problem = fmt::format("it redirects to {}, which is neither http nor https",
                              target.substr(0, 200));
    else if (std::find(transfer.visited.begin(), transfer.visited.end(), target) !=
             transfer.visited.end())
        problem = "it redirects in a circle";
    else if (transfer.visited.size() > transfer.request.limits.redirects)
        problem = fmt::format("it redirects more than {} times", transfer.request.limits.redirects);
    if (!problem.empty()) return false;
    transfer.moved = transfer.moved && (status == 301 || status == 308);
    if (transfer.moved) transfer.response.moved_to = target;
    transfer.url = target;
    connect(transfer);
    return true;
}

void HttpClient::Impl::complete(std::unique_ptr<Transfer> transfer) {
    HttpResponse& response = transfer->response;
    if (transfer->easy) {
        response.url = transfer->url;
        response.status = static_cast<int>(transfer->status());
        response.content_type = transfer->header("Content-Type");
        response.etag = transfer->header("ETag");
        response.last_modified = transfer->header("Last-Modified");
        response.retry_after = read_retry_after(transfer->header("Retry-After"), now_seconds());
        Host& host = hosts[transfer->host];
        host.busy = false;
        host.free_at = Clock::now() + transfer->request.pause.value_or(options.pause);
    }
    if (!response.problem.empty()) response.body.clear();
    const Done done = std::move(transfer->done);
    HttpResponse result = std::move(response);
    transfer.reset();
    done(std::move(result));
}

// False: none was finished.
bool HttpClient::Impl::finish_active() {
    int left = 0;
    bool any = false;
    while (CURLMsg* message = curl_multi_info_read(multi, &left)) {
        if (message->msg != CURLMSG_DONE) continue;
        const CURLcode code = message->data.result;
        char* owner = nullptr;
        curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, &owner);
        const auto it = std::find_if(active.begin(), active.end(), [&](const auto& transfer) {
            return transfer->easy.get() == message->easy_handle;
        });
        if (it == active.end()) continue;
        curl_multi_remove_handle(multi, (*it)->easy.get());
        Transfer& transfer = **it;
        transfer.response.problem = problem_of(transfer, code);
        if (transfer.response.problem.empty() && follow_redirect(transfer)) continue;
        std::unique_ptr<Transfer> finished = std::move(*it);
        active.erase(it);
        complete(std::move(finished));
        any = true;
    }
    return any;
}

HttpClient::HttpClient(Options options) : impl_(std::make_unique<Impl>(options)) {}
HttpClient::~HttpClient() = default;

void HttpClient::get(HttpRequest request, Done done) {
    auto transfer = std::make_unique<Transfer>();
    transfer->allow_private = impl_->options.allow_private;
    transfer->host = url_host(request.url);
    transfer->not_before = Clock::now() + request.delay;
    transfer->done = std::move(done);
    transfer->request = std::move(request);
    if (transfer->host.empty()) {
        transfer->response.problem = "it is no http or https address";
        impl_->failed.push_back(std::move(transfer));
        return;
    }
    ++impl_->waiting;
    impl_->hosts[transfer->host].waiting.push_back(std::move(transfer));
}

void HttpClient::wait(milliseconds timeout, std::span<const int> descriptors) {
    while (!impl_->failed.empty()) {
        auto transfer = std::move(impl_->failed.front());
        impl_->failed.pop_front();
        timeout = milliseconds(0);
        impl_->complete(std::move(transfer));
    }
    int running = 0;
    curl_multi_perform(impl_->multi, &running);
    if (impl_->finish_active()) timeout = milliseconds(0); // the caller has something to do
    // What this lets go on is under way before it waits.
    if (const auto next = impl_->start_waiting()) {
        const auto until = std::chrono::ceil<milliseconds>(*next - Clock::now());
        timeout = std::clamp(until, milliseconds(0), timeout);
    }
    std::vector<curl_waitfd> extra;
    for (const int descriptor : descriptors) extra.push_back({descriptor, CURL_WAIT_POLLIN, 0});
    int happened = 0;
    curl_multi_poll(impl_->multi, extra.data(), static_cast<unsigned>(extra.size()),
                    static_cast<int>(timeout.count()), &happened);
    curl_multi_perform(impl_->multi, &running);
    impl_->finish_active();
}

std::size_t HttpClient::pending() const {
    return impl_->waiting + impl_->active.size() + impl_->failed.size();
}

std::string url_host(const std::string& url) {
    return is_web(url) ? lower_ascii(url_part(url, CURLUPART_HOST)) : std::string();
}

std::string url_target(const std::string& url) {
    if (!is_web(url)) return {};
    const std::string query = url_part(url, CURLUPART_QUERY);
    return url_part(url, CURLUPART_PATH) + (query.empty() ? "" : "?" + query);
}

std::string url_origin(const std::string& url) {
    if (!is_web(url)) return {};
    const std::string port = url_part(url, CURLUPART_PORT);
    return fmt::format("{}://{}{}", lower_ascii(url_part(url, CURLUPART_SCHEME)),
                       lower_ascii(url_part(url, CURLUPART_HOST)), port.empty() ? "" : ":" + port);
}

std::optional<std::chrono::seconds> read_retry_after(std::string_view value, std::int64_t now) {
    value = trim(value);
    if (value.empty()) return {};
    constexpr std::int64_t longest = 7 * 86400;
    std::int64_t seconds = 0;
    const char* end = value.data() + value.size();
    const auto [stop, error] = std::from_chars(value.data(), end, seconds);
    if (stop != end || error != std::errc()) {
        const std::string date(value);
        const std::time_t at = curl_getdate(date.c_str(), nullptr);
        if (at < 0) return {};
        seconds = at - now;
    }
    return std::chrono::seconds(std::clamp<std::int64_t>(seconds, 0, longest));
}

} // namespace sitrep
