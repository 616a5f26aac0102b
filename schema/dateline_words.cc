#include "schema/dateline_words.h"

#include "schema/date_words.h"
#include "schema/word_trie.h"

#include <algorithm>
#include <string>
#include <vector>

namespace sitrep {
namespace {

// Names are separated by '|'.
constexpr std::string_view agency_names =
    "Reuters|Thomson Reuters|Thomson Reuters Foundation|AP|Associated Press|The Associated Press|"
    "AFP|Agence France-Presse|dpa|UPI|TASS|ITAR-TASS|Interfax|Interfax-Ukraine|Ukrinform|UNIAN|UNN|"
    "RBC-Ukraine|Ukrainska Pravda|Kyiv Independent|The Kyiv Independent|Kyiv Post|RIA|RIA Novosti|"
    "Sputnik|RT|Meduza|Xinhua|Kyodo|Kyodo News|Yonhap|KCNA|CNA|Anadolu|Anadolu Agency|AA|DHA|IHA|"
    "IRNA|ISNA|Tasnim|Mehr|Fars|Press TV|SANA|WAFA|Ma'an|NNA|MENA|KUNA|SPA|WAM|QNA|BNA|PETRA|SABA|"
    "PTI|ANI|IANS|UNI|APP|BSS|UNB|BBC|BBC News|CNN|NBC News|CBS News|ABC News|Fox News|NPR|"
    "Al Jazeera|Al Arabiya|Al-Monitor|Middle East Eye|Times of Israel|The Times of Israel|Haaretz|"
    "Jerusalem Post|Bloomberg|EFE|Europa Press|ANSA|AGI|Adnkronos|Lusa|APA|BelTA|PAP|CTK|MTI|BTA|"
    "HINA|Tanjug|FoNet|Agerpres|Trend|Turan|Report|Armenpress|News.am|Interpressnews|VOA|RFE/RL|"
    "RFI|DW|France 24|Euronews|Politico|Axios|The Guardian|The New York Times|New York Times|"
    "The Washington Post|Washington Post|Financial Times|Antara|Bernama|VNA|PNA|TNA|NAN|SUNA|APS|"
    "TAP|MAP|SONNA|ENA|ANP|Belga|NTB|TT|STT|Ritzau|Pajhwok|TOLOnews|Khaama|Rudaw|Kurdistan24|"
    "North Press|IPS|IRIN|The New Humanitarian|ReliefWeb|OCHA|UN News|ACLED|SOHR|Clash Report|FBIS|"
    "Рейтер|Интерфакс|ТАСС|ИТАР-ТАСС|РИА|РИА Новости|Укринформ|Укрінформ|УНИАН|УНІАН|УНН|"
    "Интерфакс-Украина|Інтерфакс-Україна|Украинская правда|Українська правда|Медуза|АП|АФП|"
    "Синьхуа|РБК|РБК-Украина|РБК-Україна|БЕЛТА|"
    "رويترز|أ ف ب|أ.ف.ب|فرانس برس|أ ب|أسوشيتد برس|الأناضول|سانا|وفا|الجزيرة|د ب أ";

constexpr std::string_view date_labels =
    "published|posted|updated|date|dated|filed|released|modified|issued|publié|publiee|posté|"
    "veröffentlicht|stand|erstellt|publicado|publicada|actualizado|atualizado|pubblicato|"
    "aggiornato|yayınlanma|yayımlanma|tarih|опубликовано|обновлено|дата|опубліковано|оновлено|"
    "تاريخ|نشر|نشرت";

constexpr std::string_view kickers =
    "breaking|breaking news|update|updated|exclusive|video|videos|watch|live|live updates|urgent|"
    "analysis|opinion|factbox|explainer|corrected|correction|alert|photo|photos|news|flash|just in|"
    "developing|special report|interview|timeline|insight|review|editorial|commentary|note|"
    "editor's note|editors note|refile|recast|rpt|repeat|wrapup|highlights|in pictures|listen|read|"
    "more|fact check|column|feature|advisory|media|audio|map|maps|report|sources|source|warning|"
    "file|file photo|related|see also|also "
    "read|also|graphic|podcast|quote|q&a|faq|summary|background|nato|isis|isil|un|usa|eu|osce|who|"
    "iaea|idf|"
    "срочно|видео|фото|обновлено|эксклюзив|мнение|молния|важно|терміново|відео|оновлено|"
    "ексклюзив|думка|важливо|нато|оон|сша|зсу|всу";

constexpr std::string_view sentence_openers =
    "on|in|at|by|from|since|until|before|after|the|a|an|this|that|these|it|he|she|they|we|i|you|"
    "as|for|with|during|between|today|yesterday|late|early|last|next|every|but|and|or|if|when|"
    "while|why|how|what|who|where|there|here|no|not|so|all|some|many|our|their|his|her|its|am|im|"
    "der|die|das|ein|eine|un|une|en|dans|в|во|на|с|по|із|з|у|та|и|і|это|це";

constexpr std::string_view report_words =
    "update|updates|assessment|summary|briefing|brief|roundup|digest|timeline|situation|sitrep|"
    "attack|attacks|strike|strikes|war|crisis|bulletin|recap|overview|chronology|statement|"
    "day|week|part|chapter|analysis|conflict|campaign|press release|release|letter|map|weekly|"
    "monthly|invasion|offensive|сводка|зведення|итоги|підсумки|война|війна";

constexpr std::string_view name_joints =
    "of|the|and|for|de|la|le|el|al|del|della|di|do|da|du|des|von|van|der|am|an|on|sur|upon|y|et|"
    "und|и|та|на";

WordSet folded_words(std::string_view list) {
    std::vector<std::string> words;
    while (!list.empty()) {
        const auto end = std::min(list.find('|'), list.size());
        words.push_back(fold_date_word(list.substr(0, end)));
        list.remove_prefix(std::min(end + 1, list.size()));
    }
    return WordSet(words.begin(), words.end());
}

} // namespace

bool is_known_agency(std::string_view name) {
    static const WordSet words = folded_words(agency_names);
    return words.contains(fold_date_word(name));
}

bool is_date_label(std::string_view folded) {
    static const WordSet words = folded_words(date_labels);
    return words.contains(folded);
}

bool is_kicker(std::string_view folded) {
    static const WordSet words = folded_words(kickers);
    return words.contains(folded);
}

bool is_sentence_opener(std::string_view folded) {
    static const WordSet words = folded_words(sentence_openers);
    return words.contains(folded);
}

bool is_report_word(std::string_view folded) {
    static const WordSet words = folded_words(report_words);
    return words.contains(folded);
}

bool is_name_joint(std::string_view folded) {
    static const WordSet words = folded_words(name_joints);
    return words.contains(folded);
}

} // namespace sitrep
