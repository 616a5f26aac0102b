// Notifications as e-mail: text and HTML that say the same.

#include "searcher/render.h"
#include "searcher/render_describe.h"
#include "server/notification_parts.h"
#include "server/secret_key.h"

#include "schema/analysis.h"

#include <algorithm>

#include <fmt/chrono.h>
#include <fmt/format.h>

namespace sitrep {
namespace {

// Text of articles and names within a header or a line: one line of it, valid.
std::string one_line(std::string_view text) {
    std::string line(text);
    make_valid_utf8(line);
    std::replace_if(
        line.begin(), line.end(),
        [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == '\x7f'; }, ' ');
    return line;
}

// At most `bytes`, cut between characters.
std::string shortened(const std::string& text, std::size_t bytes) {
    if (text.size() <= bytes) return text;
    std::size_t end = bytes;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
    return text.substr(0, end) + "…";
}

// A header's text: as it is where it is plain ASCII, else in encoded words (RFC 2047), each of
// whole characters.
std::string encoded_words(const std::string& text) {
    const bool is_plain = std::all_of(text.begin(), text.end(),
                                      [](char c) { return static_cast<unsigned char>(c) < 0x80; });
    if (is_plain && text.find("=?") == text.npos) return text;
    constexpr std::size_t most = 45; // bytes of text: 60 of base64, 75 with its frame
    std::string words;
    for (std::size_t begin = 0; begin < text.size();) {
        std::size_t end = std::min(begin + most, text.size());
        while (end < text.size() && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
        words += fmt::format("{}=?utf-8?B?{}?=", words.empty() ? "" : "\r\n ",
                             base64(std::string_view(text).substr(begin, end - begin)));
        begin = end;
    }
    return words;
}

std::string subject_of(const Subscription& subscription, const Delivery& delivery,
                       const std::vector<NotifiedHit>& hits) {
    if (delivery.kind == "test") return fmt::format("[{}] a test", subscription.name);
    if (hits.size() == 1)
        return fmt::format("[{}] {}{}", subscription.name,
                           hits.front().news.empty() ? "" : hits.front().kind + ": ",
                           hits.front().title);
    return fmt::format("[{}] {} reports", subscription.name, grouped_number(hits.size()));
}

std::string text_of(const Subscription& subscription, const std::vector<NotifiedHit>& hits,
                    const SiteLinks& links, const std::string& unsubscribe) {
    std::string text = hits.empty() ? "This is a test: e-mails for this search arrive.\n\n" : "";
    for (const NotifiedHit& hit : hits) {
        text += one_line(hit.title) + "\n";
        for (const std::string& line :
             {origin_line(hit), news_line(hit), hit.snippet, why_line(hit)})
            if (!line.empty()) text += "  " + one_line(line) + "\n";
        text += "  " + links.article(hit.id, subscription.query) + "\n\n";
    }
    text += fmt::format("--\nYou get this because of the saved search \"{}\":\n  {}\n"
                        "Change or pause it: {}\nStop these e-mails: {}\n",
                        one_line(subscription.name), one_line(subscription.query),
                        links.subscription(subscription.id), unsubscribe);
    return text;
}

std::string html_of(const Subscription& subscription, const std::vector<NotifiedHit>& hits,
                    const SiteLinks& links, const std::string& unsubscribe) {
    std::string html = "<!doctype html><html><body style=\"font-family:sans-serif\">\n";
    if (hits.empty()) html += "<p>This is a test: e-mails for this search arrive.</p>\n";
    for (const NotifiedHit& hit : hits) {
        html += fmt::format("<h3 dir=\"auto\"><a href=\"{}\">{}</a></h3>\n",
                            escape_html(links.article(hit.id, subscription.query)),
                            escape_html(hit.title));
        if (const std::string origin = origin_line(hit); !origin.empty())
            html += fmt::format("<p><small>{}</small></p>\n", escape_html(origin));
        if (const std::string news = news_line(hit); !news.empty())
            html += fmt::format("<p><b>{}</b></p>\n", escape_html(news));
        html += fmt::format("<p dir=\"auto\">{}</p>\n", hit.snippet_html);
        if (const std::string why = why_line(hit); !why.empty())
            html += fmt::format("<p><small>{}</small></p>\n", escape_html(why));
    }
    html += fmt::format("<hr><p><small>You get this because of the saved search <b>{}</b>: "
                        "<code>{}</code><br><a href=\"{}\">Change or pause it</a> · "
                        "<a href=\"{}\">Stop these e-mails</a></small></p>\n</body></html>\n",
                        escape_html(subscription.name), escape_html(subscription.query),
                        escape_html(links.subscription(subscription.id)), escape_html(unsubscribe));
    return html;
}

} // namespace

Mail notification_mail(const Subscription& subscription, const Delivery& delivery,
                       const std::vector<Item>& items, const SiteLinks& links,
                       const std::string& unsubscribe, const std::string& sender) {
    std::vector<NotifiedHit> hits;
    for (const Item& item : items) hits.push_back(read_hit(item));
    const std::string domain = sender.substr(std::min(sender.find('@'), sender.size() - 1) + 1);
    Mail mail;
    mail.to = subscription.target;
    mail.text = text_of(subscription, hits, links, unsubscribe);
    mail.html = html_of(subscription, hits, links, unsubscribe);
    mail.headers = {
        fmt::format("Date: {:%a, %d %b %Y %H:%M:%S} +0000",
                    fmt::gmtime(static_cast<std::time_t>(delivery.created / 1000))),
        fmt::format("From: Sitrep <{}>", sender),
        fmt::format("To: <{}>", subscription.target),
        "Subject: " +
            encoded_words(one_line(shortened(subject_of(subscription, delivery, hits), 180))),
        fmt::format("Message-ID: <{}@{}>", delivery.id, domain),
        fmt::format("List-Unsubscribe: <{}>", unsubscribe),
        "List-Unsubscribe-Post: List-Unsubscribe=One-Click",
        "Auto-Submitted: auto-generated",
    };
    return mail;
}

} // namespace sitrep
