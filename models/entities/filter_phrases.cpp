#include "models/entities/filter_phrases.h"

#include <QCoreApplication>

namespace binnacle {

namespace {

class FilterPhrases {
    Q_DECLARE_TR_FUNCTIONS(FilterPhrases)
};

QString humanTime(const QString& value)
{
    // "2h" reads better as "2 h"; dates stay as they are.
    if (value.size() < 2 || !value.at(value.size() - 1).isLetter() || !value.at(value.size() - 2).isDigit()
        || value.contains(QLatin1Char('-')))
        return value;
    return value.chopped(1) + QLatin1Char(' ') + value.at(value.size() - 1).toLower();
}

QString timePhrase(FilterOperator op, const QString& value)
{
    const QString shown = humanTime(value);
    const bool relative = shown != value;
    switch (op) {
    case FilterOperator::Less:
        return relative ? FilterPhrases::tr("under %1 ago").arg(shown) : FilterPhrases::tr("before %1").arg(shown);
    case FilterOperator::LessOrEqual:
        return relative ? FilterPhrases::tr("at most %1 ago").arg(shown) : FilterPhrases::tr("until %1").arg(shown);
    case FilterOperator::Greater:
        return relative ? FilterPhrases::tr("over %1 ago").arg(shown) : FilterPhrases::tr("after %1").arg(shown);
    case FilterOperator::GreaterOrEqual:
        return relative ? FilterPhrases::tr("at least %1 ago").arg(shown) : FilterPhrases::tr("since %1").arg(shown);
    default:
        return FilterPhrases::tr("on %1").arg(shown);
    }
}

QString numberPhrase(FilterOperator op, const QString& value)
{
    switch (op) {
    case FilterOperator::Less:
        return FilterPhrases::tr("under %1").arg(value);
    case FilterOperator::LessOrEqual:
        return FilterPhrases::tr("at most %1").arg(value);
    case FilterOperator::Greater:
        return FilterPhrases::tr("over %1").arg(value);
    case FilterOperator::GreaterOrEqual:
        return FilterPhrases::tr("at least %1").arg(value);
    default:
        return value;
    }
}

QString positivePhrase(const EntityFilter& filter)
{
    QString value = QString::fromStdString(filter.value);
    switch (filter.field) {
    case EntityField::Updated:
    case EntityField::Created:
        return timePhrase(filter.op, value);
    case EntityField::Retries:
        return numberPhrase(filter.op, value);
    case EntityField::Status:
        return value.replace(QLatin1Char('_'), QLatin1Char(' '));
    default:
        break;
    }
    if (filter.execution) {
        const QString status =
            QString::fromUtf8(toString(*filter.execution)).replace(QLatin1Char('_'), QLatin1Char(' '));
        return FilterPhrases::tr("%1, %2").arg(value, status);
    }
    if (filter.op == FilterOperator::Prefix)
        return FilterPhrases::tr("starts with %1").arg(value);
    if (filter.op == FilterOperator::Contains)
        return FilterPhrases::tr("contains %1").arg(value);
    return value;
}

} // namespace

QString filterLabel(EntityField field)
{
    switch (field) {
    case EntityField::Status:
        return FilterPhrases::tr("Status");
    case EntityField::Organization:
        return FilterPhrases::tr("Org");
    case EntityField::Project:
        return FilterPhrases::tr("Project");
    case EntityField::Type:
        return FilterPhrases::tr("Type");
    case EntityField::Id:
        return FilterPhrases::tr("Entity");
    case EntityField::CurrentStep:
        return FilterPhrases::tr("Current step");
    case EntityField::Step:
        return FilterPhrases::tr("Step");
    case EntityField::StepAction:
        return FilterPhrases::tr("Action");
    case EntityField::StepType:
        return FilterPhrases::tr("Step type");
    case EntityField::Workflow:
        return FilterPhrases::tr("Workflow");
    case EntityField::Key:
        return FilterPhrases::tr("Key");
    case EntityField::Source:
        return FilterPhrases::tr("Source");
    case EntityField::Updated:
        return FilterPhrases::tr("Updated");
    case EntityField::Created:
        return FilterPhrases::tr("Created");
    case EntityField::Retries:
        return FilterPhrases::tr("Retries");
    case EntityField::Error:
        return FilterPhrases::tr("Error");
    case EntityField::Text:
        return FilterPhrases::tr("Name");
    }
    return {};
}

QString filterPhrase(const EntityFilter& filter)
{
    const QString phrase = positivePhrase(filter);
    return filter.negated ? FilterPhrases::tr("not %1").arg(phrase) : phrase;
}

QString filterSentence(const EntityFilter& filter)
{
    return FilterPhrases::tr("%1 %2").arg(filterLabel(filter.field), filterPhrase(filter));
}

std::vector<QuerySpan> querySpans(const QString& text)
{
    std::vector<QuerySpan> spans;
    const auto add = [&spans](QuerySpan::Kind kind, qsizetype from, qsizetype to) {
        if (to > from)
            spans.push_back({ kind, from, to - from });
    };
    qsizetype at = 0;
    while (at < text.size()) {
        if (text.at(at).isSpace()) {
            ++at;
            continue;
        }
        const qsizetype start = at;
        bool quoted = false;
        qsizetype colon = -1;
        for (; at < text.size() && (quoted || !text.at(at).isSpace()); ++at) {
            if (text.at(at) == QLatin1Char('\\') && quoted && at + 1 < text.size())
                ++at;
            else if (text.at(at) == QLatin1Char('"'))
                quoted = !quoted;
            else if (text.at(at) == QLatin1Char(':') && !quoted && colon < 0)
                colon = at;
        }
        qsizetype body = start;
        if (text.at(start) == QLatin1Char('-') && at > start + 1)
            add(QuerySpan::Kind::Negation, start, ++body);
        if (colon > body) {
            add(QuerySpan::Kind::Field, body, colon + 1);
            add(QuerySpan::Kind::Value, colon + 1, at);
        } else {
            add(QuerySpan::Kind::Word, body, at);
        }
    }
    return spans;
}

qsizetype utf16Offset(const QString& text, std::size_t utf8Offset)
{
    std::size_t bytes = 0;
    qsizetype at = 0;
    while (at < text.size() && bytes < utf8Offset) {
        const bool pair = text.at(at).isHighSurrogate() && at + 1 < text.size() && text.at(at + 1).isLowSurrogate();
        const char16_t unit = text.at(at).unicode();
        bytes += pair ? 4 : unit < 0x80 ? 1 : unit < 0x800 ? 2 : 3;
        at += pair ? 2 : 1;
    }
    return at;
}

} // namespace binnacle
