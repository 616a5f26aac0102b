#include "searcher/column_counter.h"

#include <algorithm>

namespace sitrep {

namespace {

bool contains(const std::vector<ValueId>& list, ValueId value) {
    return std::binary_search(list.begin(), list.end(), value);
}

std::size_t number_of(FieldId id) {
    return static_cast<std::size_t>(id);
}

} // namespace

bool ColumnCounter::SelectedValues::passes(const FieldColumn& column, FieldColumn::Set set) const {
    const auto any_in = [&](const std::vector<ValueId>& list) {
        return column.any_of(set, [&](ValueId value) { return contains(list, value); });
    };
    return (!has_any || any_in(any)) && (exclude.empty() || !any_in(exclude));
}

bool ColumnCounter::SelectedValues::has(ValueId value) const {
    return contains(any, value) || contains(exclude, value);
}

ColumnCounter::ColumnCounter(ColumnStore& store, const std::vector<ValueSelection>& selections,
                             const std::vector<FacetRequest>& requested, CountTables& tables)
    : store_(store), requested_(requested), tables_(tables) {
    for (const FacetRequest& request : requested) {
        const std::size_t f = number_of(request.field);
        if (std::find(fields_.begin(), fields_.end(), f) != fields_.end()) continue;
        fields_.push_back(f);
        tables.by_field[f].values.reserve(store.dictionary(request.field).size());
    }
    for (const ValueSelection& selection : selections) {
        const auto ids = [&](const std::vector<std::string>& values) {
            const ValueDictionary& dictionary = store.dictionary(selection.field);
            std::vector<ValueId> found;
            for (const std::string& value : values) found.push_back(dictionary.find(value));
            std::sort(found.begin(), found.end());
            return found;
        };
        const std::size_t f = number_of(selection.field);
        selections_.push_back({f,
                               std::find(fields_.begin(), fields_.end(), f) != fields_.end(),
                               ids(selection.any),
                               ids(selection.exclude),
                               !selection.any.empty(),
                               {}});
    }
}

ColumnCounter::~ColumnCounter() {
    for (const std::size_t f : fields_) {
        FieldCounts& counts = tables_.by_field[f];
        counts.sets.clear();
        counts.values.clear();
        counts.frequent = {};
    }
}

void ColumnCounter::open(const ShardColumns& shard) {
    close();
    shard_ = &shard;
    for (const std::size_t f : fields_) tables_.by_field[f].sets.reserve(column(f).set_count());
    for (SelectedValues& selection : selections_)
        selection.passing.assign(column(selection.field).set_count(), SelectedValues::unknown);
}

void ColumnCounter::close() {
    if (shard_ == nullptr) return;
    for (const std::size_t f : fields_) add_up(column(f), tables_.by_field[f]);
    shard_ = nullptr;
}

void ColumnCounter::add_set(const FieldColumn& column, FieldColumn::Set set, std::uint32_t times,
                            FieldCounts& counts) {
    counts.frequent.add(column.masks[set], times);
    for (const ValueId value : column.rare_of(set)) counts.values.add(value, times);
}

// Adds what was counted of a shard to the counts of values.
void ColumnCounter::add_up(const FieldColumn& column, FieldCounts& counts) {
    for (const FieldColumn::Set set : counts.sets.counted())
        add_set(column, set, counts.sets[set], counts);
    counts.sets.clear();
    counts.frequent.take(column.frequent.size(), [&](std::size_t bit, std::uint32_t count) {
        counts.values.add(column.frequent[bit], count);
    });
}

void ColumnCounter::count(std::vector<Match>& matches) {
    if (!selections_.empty()) filter(matches);
    total_ += matches.size();
    for (const std::size_t f : fields_) {
        const FieldColumn& values = column(f);
        FieldCounts& counts = tables_.by_field[f];
        if (values.sets_are_shared())
            for (const Match& match : matches) counts.sets.add(values.set_of(match.docid));
        else
            for (const Match& match : matches)
                add_set(values, values.set_of(match.docid), 1, counts);
    }
}

void ColumnCounter::filter(std::vector<Match>& matches) {
    std::erase_if(matches, [&](const Match& match) {
        const SelectedValues* failed = nullptr;
        for (SelectedValues& selection : selections_) {
            if (passes(selection, match.docid)) continue;
            if (failed != nullptr) return true;
            failed = &selection;
        }
        if (failed == nullptr) return false;
        if (failed->is_counted)
            tables_.by_field[failed->field].sets.add(column(failed->field).set_of(match.docid));
        return true;
    });
}

bool ColumnCounter::passes(SelectedValues& selection, Xapian::docid docid) {
    const FieldColumn& values = column(selection.field);
    const FieldColumn::Set set = values.set_of(docid);
    SelectedValues::Answer& answer = selection.passing[set];
    if (answer == SelectedValues::unknown)
        answer = selection.passes(values, set) ? SelectedValues::yes : SelectedValues::no;
    return answer == SelectedValues::yes;
}

FacetCounts ColumnCounter::take() {
    close();
    FacetCounts result{total_, {}};
    for (const FacetRequest& request : requested_) result.by_request.push_back(facet(request));
    return result;
}

// The values that may be shown: as many as asked for, and those that are selected.
FacetCounts::Facet ColumnCounter::facet(const FacetRequest& request) const {
    const std::size_t f = number_of(request.field);
    const ValueDictionary& dictionary = store_.dictionary(request.field);
    const auto digest = dictionary.digest();
    const Tally& counts = tables_.by_field[f].values;
    std::vector<ValueId> ids = counts.counted();
    FacetCounts::Facet result{{}, ids.size()};
    const bool is_date = field(request.field).kind == FieldKind::date;
    if (is_date && request.size > 0) drop_long_levels(f, digest->size, ids);
    if (!is_date && request.size > 0 && ids.size() > request.size) {
        const auto rest = ids.begin() + static_cast<std::ptrdiff_t>(request.size);
        std::nth_element(ids.begin(), rest, ids.end(), [&](ValueId a, ValueId b) {
            return counts[a] != counts[b] ? counts[a] > counts[b]
                                          : digest->place[a] < digest->place[b];
        });
        ids.erase(std::remove_if(rest, ids.end(), [&](ValueId id) { return !is_selected(f, id); }),
                  ids.end());
    }
    for (const ValueId id : ids)
        result.values.push_back({dictionary[id].value, dictionary[id].name, counts[id]});
    return result;
}

// Months and days where they are too many to show, before their names are copied.
void ColumnCounter::drop_long_levels(std::size_t field_number,
                                     const std::vector<std::uint8_t>& sizes,
                                     std::vector<ValueId>& ids) const {
    std::array<std::size_t, 256> of_size{};
    for (const ValueId id : ids) ++of_size[sizes[id]];
    std::erase_if(ids, [&](ValueId id) {
        return of_size[sizes[id]] > most_dates(sizes[id]) && !is_selected(field_number, id);
    });
}

bool ColumnCounter::is_selected(std::size_t field_number, ValueId id) const {
    return std::any_of(selections_.begin(), selections_.end(), [&](const SelectedValues& s) {
        return s.field == field_number && s.has(id);
    });
}

} // namespace sitrep
