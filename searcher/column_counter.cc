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
    articles_ += matches.size();
    for (const std::size_t f : fields_) {
        const FieldColumn& values = column(f);
        FieldCounts& counts = tables_.by_field[f];
        // Gathered before they are counted: loads that wait for nothing but memory wait together.
        sets_.resize(matches.size());
        std::transform(matches.begin(), matches.end(), sets_.begin(),
                       [&](const Match& match) { return values.set_of(match.docid); });
        if (values.sets_are_shared())
            for (const FieldColumn::Set set : sets_) counts.sets.add(set);
        else
            for (const FieldColumn::Set set : sets_) add_set(values, set, 1, counts);
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

std::size_t ColumnCounter::counts_for(const ShardColumns& shard, Xapian::docid docid) const {
    std::size_t failed = all_fields;
    for (const SelectedValues& selection : selections_) {
        const FieldColumn& values = shard.by_field[selection.field];
        if (selection.passes(values, values.set_of(docid))) continue;
        if (failed != all_fields) return no_field;
        failed = selection.field;
    }
    return failed;
}

void ColumnCounter::count_groups(std::vector<GroupedMatch>& copies,
                                 const std::vector<std::shared_ptr<const ShardColumns>>& columns) {
    if (copies.empty()) return;
    close();
    std::sort(copies.begin(), copies.end(),
              [](const GroupedMatch& a, const GroupedMatch& b) { return a.group < b.group; });
    std::vector<std::size_t> counted;
    for (const GroupedMatch& copy : copies)
        counted.push_back(counts_for(*columns[copy.shard], copy.match.docid));
    for (std::size_t begin = 0, end = 0; begin < copies.size(); begin = end) {
        while (end < copies.size() && copies[end].group == copies[begin].group) ++end;
        count_group({&copies[begin], end - begin},
                    {counted.begin() + static_cast<std::ptrdiff_t>(begin),
                     counted.begin() + static_cast<std::ptrdiff_t>(end)},
                    columns);
    }
    std::size_t i = 0;
    std::erase_if(copies, [&](const GroupedMatch&) { return counted[i++] != all_fields; });
}

void ColumnCounter::count_group(std::span<const GroupedMatch> copies,
                                const std::vector<std::size_t>& counted,
                                const std::vector<std::shared_ptr<const ShardColumns>>& columns) {
    const auto passing = std::count(counted.begin(), counted.end(), all_fields);
    total_ += passing > 0;
    articles_ += static_cast<std::uint64_t>(passing);
    std::vector<ValueId> values;
    for (const std::size_t f : fields_) {
        values.clear();
        for (std::size_t i = 0; i < copies.size(); ++i) {
            if (counted[i] != all_fields && counted[i] != f) continue;
            const FieldColumn& column = columns[copies[i].shard]->by_field[f];
            column.any_of(column.set_of(copies[i].match.docid), [&](ValueId value) {
                values.push_back(value);
                return false; // all of them
            });
        }
        std::sort(values.begin(), values.end());
        values.erase(std::unique(values.begin(), values.end()), values.end());
        for (const ValueId value : values) tables_.by_field[f].values.add(value);
    }
}

FacetCounts ColumnCounter::take() {
    close();
    FacetCounts result{total_, articles_, {}};
    for (const FacetRequest& request : requested_) result.by_request.push_back(facet(request));
    return result;
}

// The values that may be shown: as many as asked for, and those that are selected.
FacetCounts::Facet ColumnCounter::facet(const FacetRequest& request) const {
    const std::size_t f = number_of(request.field);
    const ValueDictionary& dictionary = store_.dictionary(request.field);
    const auto digest = dictionary.digest();
    const Tally& counts = tables_.by_field[f].values;
    std::vector<ValueId> ids(counts.counted().begin(), counts.counted().end());
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
