#include "tests/support/json_documents.h"

#include <cstdio>
#include <initializer_list>

namespace binnacle::test {

using namespace std::string_literals;

namespace {

constexpr const char* accepted = "accepted";
constexpr const char* noJson = "INVALID_JSON ";

/// Gathers documents that hold a value each.
class Values {
public:
    void add(std::string value, const std::string& verdict, bool isBalanced = true)
    {
        std::string name = shown(value);
        documents.push_back({ std::move(name), eventHolding(value), verdict, isBalanced });
    }
    void add(std::initializer_list<std::string> values, const std::string& verdict)
    {
        for (const std::string& value : values)
            add(value, verdict);
    }
    /// The same within quotation marks.
    void addTexts(std::initializer_list<std::string> contents, const std::string& verdict)
    {
        for (const std::string& content : contents)
            add('"' + content + '"', verdict);
    }
    void addUnbalanced(std::initializer_list<std::string> values)
    {
        for (const std::string& value : values)
            add(value, noJson, false);
    }

    std::vector<JsonDocument> documents;

private:
    /// Readable whatever the bytes are.
    static std::string shown(std::string_view value)
    {
        std::string text;
        for (const char c : value.substr(0, 60)) {
            char hex[5];
            std::snprintf(hex, sizeof hex, "\\x%02X", static_cast<unsigned char>(c));
            text += c > ' ' && c < '\x7F' ? std::string(1, c) : std::string(hex);
        }
        return value.size() > 60 ? text + "... (" + std::to_string(value.size()) + ')' : text;
    }
};

std::string digits(std::size_t count)
{
    std::string text;
    while (text.size() < count)
        text += "1234567890";
    return text.substr(0, count);
}

/// Every byte of `text` as UTF-16 has it.
std::string asUtf16(std::string_view text, bool isBigEndian)
{
    std::string wide;
    for (const char c : text)
        wide += isBigEndian ? "\0"s + c : c + "\0"s;
    return wide;
}

} // namespace

std::string eventHolding(std::string_view value, std::string_view orderId)
{
    return R"({"source":"aws","eventType":"x","payload":{"orderId":")" + std::string(orderId) + R"(","v":)"
        + std::string(value) + "}}";
}

std::vector<JsonDocument> jsonWords()
{
    Values values;
    values.add({ "true", "false", "null", "[true,false,null]" }, accepted);
    values.add({ "True", "TRUE", "tru", "truee", "nul", "nulll", "Null", "falsefalse", "fals", "t", "n", "f", "NaN",
                   "nan", "Infinity", "-Infinity", "inf", "undefined", "None", "a", "'a'", "`a`", "<a/>", "$", "\\",
                   "\\u0031", "true1", "1true", "nullnull", "true\"\"" },
        noJson);
    return std::move(values.documents);
}

std::vector<JsonDocument> jsonNumbers()
{
    Values values;
    for (const char* sign : { "", "-" }) {
        for (const char* whole : { "0", "7", "10", "9007199254740993", "9223372036854775807", "9223372036854775808",
                 "18446744073709551615", "18446744073709551616", "123456789012345678901234567890" }) {
            for (const char* fraction : { "", ".0", ".5", ".000000000000000000000000000000000000000001" }) {
                for (const char* exponent : { "", "e0", "E+1", "e-1", "e00", "E-400" })
                    values.add(sign + std::string(whole) + fraction + exponent, accepted);
            }
        }
    }
    // A double's range, and what is nothing or one after all.
    values.add(
        { "1.7976931348623157e308", "1.7976931348623158e308", digits(308), digits(308) + ".5", "0e99999999999999999999",
            "-0E99999999999999999999", "1e-99999999999999999999", "5e-324", "0." + std::string(500, '0') + "1e500",
            "1" + std::string(400, '0') + "e-400", "[" + digits(25) + "," + digits(26) + "]" },
        accepted);
    values.add({ "1e309", "-1e309", "1.7976931348623159e308", "1e400", "1e99999999999999999999", digits(400),
                   '-' + digits(400), digits(400) + ".0", digits(310) },
        "INVALID_VALUE /payload/v");
    values.add("[0," + digits(25) + ",1e400]", "INVALID_VALUE /payload/v/2");
    values.add(R"({"a":[],"b/c~":{"d":[[1],{"e":-1e400}]}})", "INVALID_VALUE /payload/v/b~1c~0/d/1/e");
    values.add(R"({"\u0061\"\n\ud83d\ude00":1e400})", "INVALID_VALUE /payload/v/a\"\n\xF0\x9F\x98\x80");
    values.add({ "01", "-01", "00", "0123", "+1", "+0", ".5", "-.5", "1.", "-1.", "1.e5", "1e", "1e+", "1E-", "e5", "-",
                   "--1", "-+1", "1-1", "1+1", "0x10", "0b1", "0o7", "1_000", "1.2.3", "1..2", "1e5.5", "1e1e1", "1f",
                   "1d", "1L", "1 2", "1 .5", "- 1", "1 e5", "\xEF\xBC\x91", "\xD9\xA3", "\xE2\x88\x9E", "1%", "$1",
                   digits(30) + "x", digits(30) + ".", '0' + digits(30), "1e400x" },
        noJson);
    return std::move(values.documents);
}

std::vector<JsonDocument> jsonEscapes()
{
    Values values;
    values.addTexts({ "", R"(\")", R"(\\)", R"(\/)", R"(\b\f\n\r\t)", R"(\u0041)", R"(\u00e9\u00E9)", R"(\u007f)",
                        R"(\u0001\u001f)", R"(\u2028\u2029)", R"(\uFFFF\uFFFE\uFDD0)", R"(\uD7FF\uE000)",
                        R"(\uD83D\uDE00)", R"(\ud83d\ude00)", R"(\uD800\uDC00)", R"(\uDBFF\uDFFF)", R"(\\u0000)",
                        R"(\\uD800)", R"(\\\\uD800)", R"(\\\")", R"(a\u0062c)", R"(\u00410)" },
        accepted);
    for (int c = ' '; c < 0x7F; ++c) {
        if ("\"\\/bfnrtu"s.find(static_cast<char>(c)) == std::string::npos)
            values.add("\"\\"s + static_cast<char>(c) + '"', noJson);
    }
    values.addTexts({ R"(\u)", R"(\u0)", R"(\u00)", R"(\u004)", R"(\u00G1)", R"(\u 041)", R"(\u-041)", R"(\u+041)",
                        R"(\u0x41)", R"(\u{41})", R"(\U00000041)", "\\\xC3\xA9", "\\u004\xC3\xA9", R"(\uD800\u)",
                        R"(\uD800\uZZZZ)", R"(\uD800\x)", R"(\u0000\x)" },
        noJson);
    const std::string half = "INVALID_UTF8 /payload/v";
    values.addTexts({ R"(\uD800)", R"(\uDBFF)", R"(\uDC00)", R"(\uDFFF)", R"(\udfff)", R"(\uD800\uD800)",
                        R"(\uDC00\uD800)", R"(\uD800A)", R"(\uD800\n)", R"(\uD800\u0041)", R"(\uD83D\uD83D\uDE00)",
                        R"(\uD83D\uDE00\uDE00)", R"(\\\uD800)", R"(\u0000\uD800)" },
        half);
    values.add(R"({"\uD800":1})", half);
    values.add(R"([{"x":["",{"y":"\uDC00"}]}])", half + "/0/x/1/y");
    const std::string nul = "INVALID_VALUE /payload/v";
    values.addTexts({ R"(\u0000)", R"(a\u0000b)", R"(\\\u0000)" }, nul);
    values.add(R"({"\u0000":1})", nul);
    values.add(R"({"a":1,"b":["\u0000"]})", nul + "/b/0");
    return std::move(values.documents);
}

std::vector<JsonDocument> jsonBytes()
{
    Values values;
    for (int c = 0; c < ' '; ++c)
        values.add('"' + std::string(1, static_cast<char>(c)) + '"', noJson);
    values.addTexts({ "\x7F", "\xC2\x80", "\xDF\xBF", "\xE0\xA0\x80", "\xED\x9F\xBF", "\xEE\x80\x80", "\xEF\xBF\xBF",
                        "\xEF\xBB\xBF", "\xE2\x80\xA8\xE2\x80\xA9", "\xF0\x90\x80\x80", "\xF0\x9F\x98\x80",
                        "\xF4\x8F\xBF\xBF", std::string(100'000, 'x') },
        accepted);
    const std::string bad = "INVALID_UTF8 /payload/v";
    for (int c = 0x80; c < 0x100; ++c)
        values.add('"' + std::string(1, static_cast<char>(c)) + '"', bad);
    values.addTexts({ "\xC0\x80", "\xC0\xAF", "\xC1\xBF", "\xE0\x80\x80", "\xE0\x9F\xBF", "\xED\xA0\x80",
                        "\xED\xA0\xBD\xED\xB8\x80", "\xED\xBF\xBF", "\xF0\x80\x80\x80", "\xF0\x8F\xBF\xBF",
                        "\xF4\x90\x80\x80", "\xF5\x80\x80\x80", "\xF8\x88\x80\x80\x80", "\xFC\x84\x80\x80\x80\x80",
                        "\xE2\x82", "\xF0\x9F\x98", "\xE2\x82x", "\xC3(", "M\xFCller", "\xFF\xFE" },
        bad);
    values.add("{\"\xFF\":1}", bad);
    values.add("[1,{\"a\":\"\xFF\"}]", bad + "/1/a");
    values.add("\xFF", bad);
    return std::move(values.documents);
}

std::vector<JsonDocument> jsonStructures()
{
    Values values;
    std::string many = "[0";
    std::string wide = R"({"0":0)";
    for (int i = 1; i < 2'000; ++i) {
        many += ',' + std::to_string(i);
        wide += ",\"" + std::to_string(i) + "\":0";
    }
    values.add({ "{}", "[]", "[[]]", "[{}]", "[[],[]]", R"({"":0})", R"({"a":{}})", R"({"a":[]})", R"(["a",["b"]])",
                   R"({"\u0061":1})", R"({"a b":1})", R"({"a":"}"})", R"(["]","[","{"])", R"({"\"":"\\"})", many + ']',
                   wide + '}' },
        accepted);
    // Two members of one name are JSON; the first counts.
    values.add({ R"({"a":1,"a":2})", R"({"a":1,"a":1})", R"({"a":1,"\u0061":2})", R"({"":1,"":2})",
                   R"({"a":{"b":1,"b":2},"a":3})" },
        accepted);
    values.add({ "[1,]", "[,1]", "[,]", "[1,,2]", "[1 2]", R"(["a" "b"])", R"(["a":1])", R"([:1])", R"({"a":1,})",
                   R"({,"a":1})", "{,}", R"({"a":1,,"b":2})", R"({"a" 1})", R"({"a"})", R"({"a":})", "{:1}", "{1:1}",
                   "{null:1}", R"({[]:1})", R"({{}:1})", "{a:1}", "{'a':1}", R"({"a":1 "b":2})", R"({"a":1;"b":2})",
                   R"({"a","b"})", R"({"a"::1})", R"({"a":1:2})", R"({"a"=1})", R"({"a":1}{})", "[][]", R"("a""b")",
                   R"(1,"b")", "", ",", ":", R"({"a":1}//x)", "/**/1", "1/**/", "1#x" },
        noJson);
    values.addUnbalanced({ "[", "]", "{", "}", "[}", "{]", "[1", "1]", R"({"a":1)", R"({"a":[1})", R"([{"a":1])", "1}",
        "1}}", "[[[[", "]]]]", R"({"a":{"a":{)", R"(["a)", R"({"a)", R"(["a\)", R"("a)", R"({"a:1})", R"("\")" });
    return std::move(values.documents);
}

std::vector<JsonDocument> jsonSpaces()
{
    Values values;
    const std::string spaces = " \t\r\n";
    for (const char c : spaces) {
        const std::string s(3, c);
        values.add(s + '{' + s + "\"a\"" + s + ':' + s + '[' + s + '1' + s + ',' + s + "true" + s + ']' + s + '}' + s,
            accepted);
    }
    for (const char* other : { "\v", "\f", "\x1F", "\xC2\xA0", "\xE2\x80\xA8", "\xE3\x80\x80", "\xEF\xBB\xBF", "\x7F" })
        values.add({ other + "1"s, "1"s + other, "[1"s + other + ",2]" }, noJson);
    values.add({ "\0"s + "1", "1\0"s, "[1,\0"s + "2]" }, noJson);
    std::vector<JsonDocument> documents = std::move(values.documents);
    const std::string event = eventHolding("1");
    documents.push_back({ "around", " \t\r\n" + event + " \t\r\n", accepted });
    documents.push_back({ "NUL behind", event + '\0', noJson, false });
    documents.push_back({ "mark within", event.substr(0, 1) + "\xEF\xBB\xBF" + event.substr(1), noJson });
    documents.push_back({ "two marks", "\xEF\xBB\xBF\xEF\xBB\xBF" + event, noJson });
    documents.push_back({ "mark of UTF-16", "\xFF\xFE" + asUtf16(event, false), noJson });
    documents.push_back({ "UTF-16, little end first", asUtf16(event, false), noJson });
    documents.push_back({ "UTF-16, big end first", asUtf16(event, true), noJson });
    return documents;
}

std::vector<JsonDocument> jsonNestings()
{
    Values values;
    // The event and its payload are the first two levels.
    constexpr std::size_t outer = 2;
    for (const std::size_t levels : { 3, 32, 63, 64, 65, 66, 100, 255, 256, 1000, 100'000 }) {
        const std::string verdict = levels <= 64 ? accepted : "TOO_DEEP ";
        const std::size_t inner = levels - outer;
        values.add(std::string(inner, '[') + "1" + std::string(inner, ']'), verdict);
        std::string objects;
        for (std::size_t i = 0; i < inner; ++i)
            objects += R"({"a":)";
        values.add(objects + "1" + std::string(inner, '}'), verdict);
    }
    // What is empty holds no level.
    values.add(std::string(62, '[') + "[],{},[]" + std::string(62, ']'), accepted);
    values.add(std::string(63, '[') + "[],{},[]" + std::string(63, ']'), "TOO_DEEP ");
    return std::move(values.documents);
}

std::vector<JsonDocument> jsonTruncations()
{
    std::vector<JsonDocument> documents;
    const std::string event = eventHolding(R"([{"a\u0062":"\ud83d\ude00é"},-1.5e+3,true,null])");
    for (std::size_t size = 1; size < event.size(); ++size)
        documents.push_back({ "first " + std::to_string(size), event.substr(0, size), noJson, false });
    return documents;
}

std::vector<JsonDocument> allJsonDocuments()
{
    std::vector<JsonDocument> all;
    for (const auto documents :
        { jsonWords, jsonNumbers, jsonEscapes, jsonBytes, jsonStructures, jsonSpaces, jsonNestings, jsonTruncations }) {
        std::vector<JsonDocument> more = documents();
        all.insert(all.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
    }
    return all;
}

} // namespace binnacle::test
