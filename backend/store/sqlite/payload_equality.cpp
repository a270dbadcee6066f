#include "backend/store/sqlite/payload_equality.h"

#include "backend/event/json_parser.h"
#include "backend/event/parser.h"

#include <algorithm>
#include <vector>

namespace binnacle::sqlite {

namespace {

using simdjson::dom::element;
using simdjson::dom::element_type;
using Member = simdjson::dom::key_value_pair;

/// Of different types: two integers differ in value then, an integer may be a double.
bool sameNumber(const element& left, const element& right)
{
    const bool oneIsDouble = left.type() == element_type::DOUBLE || right.type() == element_type::DOUBLE;
    return oneIsDouble && left.is_number() && right.is_number()
        && left.get_double().value_unsafe() == right.get_double().value_unsafe();
}

bool sameValue(const element& left, const element& right);

bool sameMembers(const element& left, const element& right)
{
    const auto sorted = [](const element& object) {
        std::vector<Member> members;
        // A name of its own: ranging over the temporary would dangle.
        const simdjson::dom::object view = object.get_object().value_unsafe();
        for (const Member member : view)
            members.push_back(member);
        std::stable_sort(
            members.begin(), members.end(), [](const Member& a, const Member& b) { return a.key < b.key; });
        // Of members of one name the first counts.
        members.erase(std::unique(members.begin(), members.end(),
                          [](const Member& a, const Member& b) { return a.key == b.key; }),
            members.end());
        return members;
    };
    const std::vector<Member> a = sorted(left);
    const std::vector<Member> b = sorted(right);
    return std::equal(a.begin(), a.end(), b.begin(), b.end(),
        [](const Member& x, const Member& y) { return x.key == y.key && sameValue(x.value, y.value); });
}

bool sameElements(const element& left, const element& right)
{
    const simdjson::dom::array a = left.get_array().value_unsafe();
    const simdjson::dom::array b = right.get_array().value_unsafe();
    auto i = a.begin();
    auto j = b.begin();
    for (; i != a.end() && j != b.end(); ++i, ++j) {
        if (!sameValue(*i, *j))
            return false;
    }
    return !(i != a.end()) && !(j != b.end());
}

// The parser bounds the nesting.
bool sameValue(const element& left, const element& right)
{
    const element_type type = left.type();
    if (type != right.type())
        return sameNumber(left, right);
    switch (type) {
    case element_type::OBJECT:
        return sameMembers(left, right);
    case element_type::ARRAY:
        return sameElements(left, right);
    case element_type::STRING:
        return left.get_string().value_unsafe() == right.get_string().value_unsafe();
    case element_type::INT64:
        return left.get_int64().value_unsafe() == right.get_int64().value_unsafe();
    case element_type::UINT64:
        return left.get_uint64().value_unsafe() == right.get_uint64().value_unsafe();
    case element_type::DOUBLE:
        return left.get_double().value_unsafe() == right.get_double().value_unsafe();
    case element_type::BOOL:
        return left.get_bool().value_unsafe() == right.get_bool().value_unsafe();
    case element_type::NULL_VALUE:
        return true;
    }
    return false;
}

} // namespace

bool samePayload(Dialect dialect, std::string_view left, std::string_view right)
{
    if (left == right)
        return true;
    if (dialect == Dialect::Xes)
        return false;
    json::Parser leftParser(maxNesting);
    json::Parser rightParser(maxNesting);
    element a;
    element b;
    if (leftParser.parse(left, a) != simdjson::SUCCESS || rightParser.parse(right, b) != simdjson::SUCCESS)
        return false;
    return sameValue(a, b);
}

} // namespace binnacle::sqlite
