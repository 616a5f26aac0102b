#include "schema/gazetteer_roles.h"

#include <algorithm>
#include <array>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <utility>

namespace sitrep {
namespace {

struct RoleWords {
    ActorRole role;
    bool alone;
    std::string_view phrases; // parted by '|'
};

constexpr auto government = ActorRole::government;
constexpr auto armed_forces = ActorRole::armed_forces;
constexpr auto police = ActorRole::police;
constexpr auto insurgents = ActorRole::insurgents;

constexpr std::array<RoleWords, 31> role_words{{
    // English
    {armed_forces, true,
     "army|military|troops|soldier|soldiers|servicemen|serviceman|armed forces|security forces|"
     "security force|government forces|government troops|government soldiers|regime forces|"
     "regime troops|regime soldiers|regime army|regime warplanes|regime warplane|"
     "regime helicopters|regime aircraft|regime airstrikes|regime planes|junta forces|junta troops|"
     "govt forces|govt troops|army troops|"
     "army soldiers|armed forces personnel|paratroopers|security personnel|state forces|military "
     "forces|defence "
     "forces|defense forces"},
    {armed_forces, false,
     "forces|force|air force|navy|marines|marine|warplanes|warplane|fighter jets|fighter jet|"
     "jets|jet|aircraft|helicopters|helicopter|gunships|airstrikes|airstrike|air strikes|"
     "air strike|air raids|air raid|raids|artillery|shelling|missiles|missile|drones|drone|"
     "commandos|commando unit|special forces|border guards|border guard|border forces|coast guard|"
     "coastguard|warships|warship|gunboats|tanks|tank|sailors|airmen|pilots|generals|general|"
     "conscripts|military intelligence|army officer|commanders|garrison|occupation forces|"
     "invaders|occupiers|peacekeepers|defence force|defense force|"
     "offensive|counteroffensive|invasion|incursion|retaliation|aggression|onslaught|bombardment|"
     "paramilitary forces|special operations forces|infantry|air defence|air defense|submarine"},
    {police, true,
     "police|law enforcers|law enforcement officers|cops|policemen|policeman|police officer|police "
     "officers|gendarmes|gendarme"},
    {police, false,
     "gendarmerie|riot police|police force|police forces|constables|rangers|militiamen of the "
     "interior ministry"},
    {government, true,
     "government|regime|govt|defence ministry|defense ministry|ministry of defence|"
     "ministry of defense|interior ministry|ministry of interior|ministry of the interior"},
    {government, false,
     "junta|authorities|officials|official|president|presidency|prime minister|premier|chancellor|"
     "minister|ministers|ministry|foreign minister|foreign ministry|defence minister|"
     "defense minister|interior minister|"
     "cabinet|leader|leaders|leadership|administration|ambassador|envoy|diplomat|diplomats|"
     "embassy|intelligence|intelligence service|intelligence services|secret service|"
     "intelligence agency|parliament|king|monarch|dictator|ruler|rulers|vice president|"
     "foreign secretary|state department|presidential spokesman|gov't"},
    {insurgents, true,
     "rebels|rebel|insurgents|insurgent|guerrillas|guerrilla|guerillas|guerilla|rebel fighters|"
     "rebel forces|rebel groups|rebel factions|opposition fighters|opposition factions|"
     "opposition forces|armed opposition|rebel fighter|rebel militia|insurgency|islamic factions|"
     "islamist factions|armed factions|rebel and islamic factions|opposition and islamic factions"},
    // Spanish and Portuguese
    {armed_forces, true,
     "ejército|militares|soldados|soldado|fuerzas armadas|fuerzas de seguridad|tropas|exército|"
     "forças armadas|forças de segurança|fuerzas gubernamentales|fuerzas del gobierno|"
     "fuerzas militares|fuerza pública"},
    {armed_forces, false,
     "fuerzas|fuerza aérea|armada|marina|aviones|infantería|forças|força aérea|marinha"},
    {police, true, "policía|policías|polícia|policiais"},
    {government, true, "gobierno|régimen|governo"},
    {government, false,
     "autoridades|presidente|presidenta|ministro|ministra|ministerio|canciller|cancillería"},
    {insurgents, true,
     "guerrilleros|guerrillero|insurgentes|rebeldes|guerrilheiros|insurrectos|subversivos"},
    // French
    {armed_forces, true,
     "armée|militaires|soldats|forces armées|forces de sécurité|forces de défense|"
     "forces gouvernementales|forces loyalistes|forces de défense et de sécurité|"
     "forces du régime|troupes"},
    {armed_forces, false, "forces|aviation|marine|armée de l'air|garde-côtes|chasseurs"},
    {police, true, "policiers|policier"},
    {police, false, "forces de l'ordre"},
    {government, true, "gouvernement|régime"},
    {government, false, "autorités|président|présidente|premier ministre|ministre|ministère"},
    {insurgents, true, "rebelles|insurgés|insurgé|rebelle"},
    // German
    {armed_forces, true,
     "Armee|Streitkräfte|Streitkräften|Soldaten|Sicherheitskräfte|Regierungstruppen|Truppen|"
     "Militär|Regierungsarmee|Sicherheitskräften"},
    {armed_forces, false, "Luftwaffe|Marine|Kampfflugzeuge|Kampfjets|Luftangriffe|Grenzschützer"},
    {police, true, "Polizei|Polizisten"},
    {government, true, "Regierung|Regime"},
    {government, false,
     "Behörden|Präsident|Präsidentin|Ministerpräsident|Außenminister|"
     "Außenministerium|Verteidigungsminister|Verteidigungsministerium"},
    {insurgents, true, "Rebellen|Aufständische|Aufständischen"},
    // Russian and Ukrainian
    {armed_forces, false,
     "армия|армии|армию|армией|армія|армії|армію|армією|войска|войск|войсками|войскам|війська|"
     "військ|військами|військам|военные|военных|военными|військові|військових|військовими|солдаты|"
     "солдат|солдати|солдатів|силовики|силовиков|силовиками|авиация|авиации|авіація|авіації|флот|"
     "флота|флоту|вооруженные силы|вооруженных сил|збройні сили|збройних сил|ВВС|ВМС|ВКС|"
     "оккупанты|оккупантов|окупанти|окупантів|окупантами|окупаційні війська|захватчики|загарбники|"
     "загарбників|дроны|дронов|дрони|дронів|ракеты|ракет|ракети|ракетами|артиллерия|артилерія|"
     "обстрел|обстріл|десантники|десантников|морпехи|спецназ|спецназа|спецназу|пограничники|"
     "прикордонники|прикордонників|самолеты|літаки|штурмовики|штурмовиков"},
    {government, false,
     "правительство|правительства|правительством|уряд|уряду|урядом|власти|властей|властям|"
     "властями|влада|влади|президент|президента|президентом|президенту|МИД|МИДа|МЗС|Минобороны|"
     "Міноборони|посол|чиновники|чиновников|посольство|спецслужбы|спецслужб|спецслужби|режим|"
     "режима|режиму|премьер|премьер-министр|министр|міністр"},
    {insurgents, false, "повстанцы|повстанцев|повстанцами|повстанці|повстанців|боевики оппозиции"},
    // Arabic
    {armed_forces, true,
     "الجيش|قوات الجيش|قوات النظام|قوات الأمن|القوات الحكومية|القوات المسلحة|جيش النظام"},
    // Turkish
    {armed_forces, false,
     "ordusu|ordu|askerleri|askeri|askerler|birlikleri|güçleri|güvenlik güçleri|"
     "savaş uçakları|hava kuvvetleri|jandarma|jandarması"},
}};

// Of insurgents, but also of parties: believed beside their opponent.
constexpr std::string_view opposed_words = "factions|oposición armada|الفصائل";

struct KnownPhrase {
    std::vector<std::string> rest; // after the first word
    RolePhrase phrase;
};

std::vector<std::string> split(std::string_view text, char separator) {
    std::vector<std::string> parts;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find(separator), text.size());
        if (end > 0) parts.emplace_back(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return parts;
}

struct Hash : std::hash<std::string_view> {
    using is_transparent = void;
};
template <typename Value>
using ByWord = std::unordered_map<std::string, Value, Hash, std::equal_to<>>;

// By first word; of one first word the longest phrases come first.
const ByWord<std::vector<KnownPhrase>>& known_phrases() {
    static const auto phrases = [] {
        ByWord<std::vector<KnownPhrase>> by_first;
        for (const RoleWords& list : role_words)
            for (const std::string& phrase : split(list.phrases, '|')) {
                std::vector<std::string> words = split(fold_name(phrase), ' ');
                std::string first = words.front();
                words.erase(words.begin());
                const RolePhrase what{list.role, list.alone, false, words.size() + 1};
                by_first[std::move(first)].push_back({std::move(words), what});
            }
        for (const std::string& word : split(opposed_words, '|')) {
            std::vector<std::string> words = split(fold_name(word), ' ');
            std::string first = words.front();
            words.erase(words.begin());
            const RolePhrase what{insurgents, false, true, words.size() + 1};
            by_first[std::move(first)].push_back({std::move(words), what});
        }
        for (auto& [first, known] : by_first)
            std::stable_sort(known.begin(), known.end(),
                             [](const KnownPhrase& a, const KnownPhrase& b) {
                                 return a.rest.size() > b.rest.size();
                             });
        return by_first;
    }();
    return phrases;
}

template <std::size_t Count>
bool holds(const std::array<std::string_view, Count>& sorted, std::string_view word) {
    return std::binary_search(sorted.begin(), sorted.end(), word);
}

// Words that stand about a name and say no more than that it is a group's.
constexpr std::array<std::string_view, 21> group_words{
    "band",     "detachment", "faction",   "fighter",    "fighters",     "gang",
    "group",    "groups",     "guerrilla", "guerrillas", "gunmen",       "insurgents",
    "militant", "militants",  "militia",   "movement",   "organisation", "organization",
    "rebel",    "rebels",     "terrorists"};

constexpr std::array<std::string_view, 12> articles{"al", "das", "der", "die", "el",  "gli",
                                                    "la", "las", "les", "los", "the", "un"};

std::optional<Entity> country_named(const Gazetteer& gazetteer, std::string_view name) {
    for (const Entity& entity : gazetteer.resolve(EntityKind::region, name))
        if (entity.type == EntityType::country || entity.type == EntityType::territory ||
            entity.type == EntityType::historic_country)
            return entity;
    return std::nullopt;
}

// The state that a person acts for, as a region.
std::optional<Entity> country_of_person(const Gazetteer& gazetteer, std::string_view name) {
    for (const Entity& person : gazetteer.resolve(EntityKind::actor, name)) {
        if (person.type != EntityType::person) continue;
        for (const Affiliation& one : gazetteer.affiliations(person.index))
            for (EntityIndex whom = one.whom;;) {
                const Entity principal = gazetteer.entity(whom);
                if (principal.type == EntityType::state)
                    return gazetteer.find(EntityKind::region, principal.id);
                const auto above = gazetteer.affiliations(whom);
                if (above.empty() || above.front().whom == whom ||
                    principal.type == EntityType::armed_group)
                    break;
                whom = above.front().whom;
            }
    }
    return std::nullopt;
}

std::string join(std::span<const std::string_view> words) {
    std::string joined;
    for (const std::string_view word : words) {
        if (!joined.empty()) joined += ' ';
        joined += word;
    }
    return joined;
}

// "army of mali", "malian army", "assad regime".
std::optional<Entity> by_role(const Gazetteer& gazetteer, std::span<const std::string_view> words) {
    for (std::size_t i = 0; i < words.size(); ++i) {
        const RolePhrase phrase = role_phrase(words.subspan(i));
        if (phrase.words == 0) continue;
        std::span<const std::string_view> name;
        if (i + phrase.words == words.size()) {
            name = words.first(i);
            while (!name.empty() && is_role_modifier(name.back()))
                name = name.first(name.size() - 1);
        } else if (i == 0) {
            name = words.subspan(phrase.words);
            while (!name.empty() && (is_role_link(name.front()) || holds(articles, name.front())))
                name = name.subspan(1);
        }
        if (name.empty()) continue;
        std::string whose = join(name);
        std::optional<Entity> country = country_named(gazetteer, whose);
        if (!country && whose.ends_with('s')) {
            whose.pop_back(); // "Mali's"
            country = country_named(gazetteer, whose);
        }
        if (!country && phrase.role != insurgents) country = country_of_person(gazetteer, whose);
        if (!country) continue;
        return role_holder(gazetteer, *country, phrase.role);
    }
    return std::nullopt;
}

std::vector<std::string_view> words_of(std::string_view folded) {
    std::vector<std::string_view> words;
    while (!folded.empty()) {
        const std::size_t end = std::min(folded.find(' '), folded.size());
        words.push_back(folded.substr(0, end));
        folded.remove_prefix(std::min(end + 1, folded.size()));
    }
    return words;
}

std::vector<Entity> resolve_by_rule(const Gazetteer& gazetteer, std::string_view name) {
    const std::string folded = fold_name(name);
    const std::vector<std::string_view> all = words_of(folded);
    std::span<const std::string_view> words = all;
    constexpr std::size_t most = 16; // words; a longer one is no name
    if (words.empty() || words.size() > most) return {};
    if (holds(articles, words.front())) words = words.subspan(1);
    if (words.size() < all.size())
        if (auto found = gazetteer.resolve(EntityKind::actor, join(words)); !found.empty())
            return found;
    if (const auto holder = by_role(gazetteer, words)) return {*holder};
    while (words.size() > 1 && holds(group_words, words.back())) {
        words = words.first(words.size() - 1);
        std::vector<Entity> found = gazetteer.resolve(EntityKind::actor, join(words));
        std::erase_if(found, [](const Entity& e) {
            return e.type != EntityType::armed_group && e.type != EntityType::organisation;
        });
        if (!found.empty()) return found;
    }
    return {};
}

} // namespace

RolePhrase role_phrase(std::span<const std::string_view> words) {
    if (words.empty()) return {};
    const auto& known = known_phrases();
    const auto found = known.find(words.front());
    if (found == known.end()) return {};
    for (const KnownPhrase& one : found->second)
        if (one.rest.size() < words.size() &&
            std::equal(one.rest.begin(), one.rest.end(), words.begin() + 1))
            return one.phrase;
    return {};
}

bool is_role_modifier(std::string_view folded) {
    constexpr std::array<std::string_view, 32> modifiers{
        "air",          "army",     "border",     "central",      "combined",   "communist",
        "defence",      "defense",  "democratic", "elite",        "federal",    "government",
        "ground",       "interim",  "islamic",    "islamist",     "joint",      "local",
        "military",     "national", "naval",      "paramilitary", "provincial", "royal",
        "ruling",       "security", "senior",     "special",      "state",      "top",
        "transitional", "visiting"};
    return holds(modifiers, folded);
}

bool is_role_link(std::string_view folded) {
    constexpr std::array<std::string_view, 13> links{"d",  "da", "de", "del", "des", "do", "du",
                                                     "in", "l",  "of", "the", "von", "y"};
    return holds(links, folded);
}

std::optional<Entity> role_holder(const Gazetteer& gazetteer, const Entity& country,
                                  ActorRole role) {
    const auto actor = [&](std::string_view office) -> std::optional<Entity> {
        std::string id(office);
        if (const auto found = gazetteer.find(EntityKind::actor, id.append(country.id)))
            return found;
        std::string named(office);
        for (const char c : fold_name(country.name)) named += c == ' ' ? '-' : c;
        return gazetteer.find(EntityKind::actor, named);
    };
    if (role == ActorRole::insurgents) {
        for (const Entity& entity : gazetteer.resolve(
                 EntityKind::actor, std::string("insurgents in ").append(country.name)))
            return entity;
        return std::nullopt;
    }
    std::optional<Entity> found;
    if (role == ActorRole::armed_forces) found = actor("armed-forces-of-");
    if (role == ActorRole::police) found = actor("police-of-");
    if (!found) found = actor("government-of-");
    if (!found) found = gazetteer.find(EntityKind::actor, country.id);
    return found;
}

std::vector<Entity> resolve_name(const Gazetteer& gazetteer, EntityKind kind,
                                 std::string_view name) {
    std::vector<Entity> found = gazetteer.resolve(kind, name);
    constexpr std::size_t max_name_size = 1000;
    if (!found.empty() || kind != EntityKind::actor || name.size() > max_name_size) return found;
    // What stands in brackets is another name of the same: "Myanmar (Burma)", "... Front (FMLN)".
    const std::size_t open = name.find_first_of("([");
    if (open != std::string_view::npos && open > 0) {
        found = resolve_name(gazetteer, kind, name.substr(0, open));
        if (!found.empty()) return found;
        std::string_view inside = name.substr(open + 1);
        inside = inside.substr(0, inside.find_first_of(")]"));
        if (inside.find_first_of("([") == std::string_view::npos) {
            found = gazetteer.resolve(kind, inside);
            if (!found.empty() && found.front().type != EntityType::state) return found;
        }
        return {};
    }
    return resolve_by_rule(gazetteer, name);
}

bool is_role_alone(std::string_view name) {
    constexpr std::size_t longest = 100; // bytes
    if (name.size() > longest) return false;
    const std::string folded = fold_name(name);
    const std::vector<std::string_view> all = words_of(folded);
    std::span<const std::string_view> words = all;
    if (words.size() > 1 && holds(articles, words.front())) words = words.subspan(1);
    return !words.empty() && role_phrase(words).words == words.size();
}

std::string named_id(std::string_view name) {
    Tokens tokens;
    tokens.analyse(name);
    std::string id;
    for (const Token& token : tokens.all()) {
        if ((token.flags & token_joined) != 0) continue;
        if (!id.empty()) id += (token.flags & token_glued) != 0 ? '-' : ' ';
        id += tokens.form(token);
    }
    return id;
}

} // namespace sitrep
