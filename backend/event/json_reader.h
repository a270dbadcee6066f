#pragma once

#include "backend/event/event_batch.h"
#include "backend/event/parser.h"

#include <simdjson.h>

#include <array>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace binnacle::json {

using Element = simdjson::dom::element;
using Object = simdjson::dom::object;

/// Longest text that may name something (ids, types, steps), in bytes.
inline constexpr std::size_t maxNameBytes = 2048;

/// A member of an object, there or not, and where it belongs (for refusals).
struct Field {
    const Element* value = nullptr; ///< Null where the member is missing or JSON null.
    std::string_view parent; ///< JSON pointer of the object around it.
    std::string_view name;

    explicit operator bool() const { return value != nullptr; }
    std::string pointer() const; ///< RFC 6901.
    std::string path() const; ///< For people: "step.retry_count".
};

/// The members of an object that a dialect knows, found in one pass. Senders keep the order of members, so
/// looking for each key behind the one found before makes a pass about as dear as the comparison of each key once.
/// Where a name is there twice the first counts; null counts as not there.
template <std::size_t N>
class Fields {
public:
    Fields(std::optional<Object> object, const std::array<std::string_view, N>& names, std::string_view parent = {})
        : m_names(names)
        , m_parent(parent)
    {
        if (!object)
            return;
        std::size_t next = 0;
        for (const auto member : *object) {
            for (std::size_t tried = 0; tried < N; ++tried) {
                const std::size_t at = next + tried < N ? next + tried : next + tried - N;
                if (names[at] != member.key)
                    continue;
                if (!m_seen[at]) {
                    m_values[at] = member.value;
                    m_seen[at] = true;
                    m_found[at] = !member.value.is_null();
                }
                next = at + 1 < N ? at + 1 : 0;
                break;
            }
        }
    }
    Fields(const Fields&) = delete;
    Fields& operator=(const Fields&) = delete;

    Field operator[](std::size_t at) const { return { m_found[at] ? &m_values[at] : nullptr, m_parent, m_names[at] }; }

private:
    const std::array<std::string_view, N>& m_names;
    std::string_view m_parent;
    std::array<Element, N> m_values{};
    std::array<bool, N> m_seen{};
    std::array<bool, N> m_found{};
};

/// Typed access to the fields of one item. The first thing that is wrong becomes the refusal; reading goes on with
/// empty values, and the caller looks at refused() once at the end.
class ItemReader {
public:
    /// `raw` is the item, valid JSON that lives as long as `batch`.
    ItemReader(EventBatch& batch, std::string_view raw, const ParseOptions& options);

    bool refused() const { return m_refusal.has_value(); }
    Refusal takeRefusal() { return std::move(*m_refusal); }
    void refuse(std::string code, std::string pointer, std::string message, std::vector<std::string> allowed = {});
    void refuseMissing(const Field& field, std::vector<std::string> allowed = {});
    void refuseType(const Field& field, std::string_view wanted);

    const ParseOptions& options() const { return m_options; }
    std::string_view raw() const { return m_raw; }
    std::string_view keep(std::string_view text) { return m_batch.copy(text); }

    /// Text in the parser's memory, gone with the next item: only to compare. Empty where there is none.
    std::string_view word(const Field& field);
    /// Text, kept; empty where the field is missing.
    std::string_view text(const Field& field);
    /// Text that names something: at most maxNameBytes.
    std::string_view name(const Field& field);
    /// The same, or an integer in decimal digits.
    std::string_view nameOrNumber(const Field& field);
    /// A name that must be there and must not be empty.
    std::string_view requiredName(const Field& field, std::vector<std::string> allowed = {});
    /// A name that is a part of an entity's address before the id: it must hold no slash.
    std::string_view addressPart(const Field& field);
    /// Refuses `text` where it holds a slash.
    void checkAddressPart(const Field& field, std::string_view text);

    std::optional<Object> object(const Field& field);
    std::optional<Object> requiredObject(const Field& field);
    /// A whole number from 0 to 2^53.
    std::optional<std::int64_t> count(const Field& field);
    /// Milliseconds: a number of at least 0, rounded.
    std::optional<std::int64_t> milliseconds(const Field& field);
    std::optional<double> number(const Field& field);
    /// An RFC 3339 time. Error code INVALID_TIMESTAMP.
    std::optional<Timestamp> time(const Field& field);
    std::optional<Timestamp> requiredTime(const Field& field);

    /// The JSON text of a field: a slice of the item byte for byte, reached by the names in `path` from the root.
    /// Only where two members in it have one name it is written anew, without the later one.
    std::string_view slice(const Field& field, std::initializer_list<std::string_view> path);
    /// The same for a field that must be an object, or an array of objects; anything else is refused.
    std::string_view objectSlice(const Field& field, std::initializer_list<std::string_view> path);
    std::string_view objectArraySlice(const Field& field, std::initializer_list<std::string_view> path);
    /// A JSON object of those members of the JSON object `object` that are text, number, boolean or null, byte
    /// for byte, without the member `without`. Empty where there is none.
    std::string_view scalarMembers(std::string_view object, std::string_view without);

    /// "derived-" and the XXH3-128 of the item without white space: the id of an event whose sender gave none.
    std::string_view derivedId();

private:
    EventBatch& m_batch;
    std::string_view m_raw;
    const ParseOptions& m_options;
    std::optional<Refusal> m_refusal;
};

/// `text` cut to about 100 bytes, at a whole character, for a message.
std::string shown(std::string_view text);

} // namespace binnacle::json
