#include "models/app/navigator.h"

namespace binnacle {

namespace {

constexpr std::size_t longestHistory = 100;

} // namespace

QString Navigator::route() const
{
    return m_at < 0 ? QString() : m_places[std::size_t(m_at)].route;
}

QString Navigator::argument() const
{
    return m_at < 0 ? QString() : m_places[std::size_t(m_at)].argument;
}

void Navigator::open(const QString& route, const QString& argument)
{
    const Place place{ route, argument };
    if (m_at >= 0 && m_places[std::size_t(m_at)] == place)
        return;
    m_places.resize(std::size_t(m_at + 1));
    m_places.push_back(place);
    if (m_places.size() > longestHistory)
        m_places.erase(m_places.begin());
    m_at = int(m_places.size()) - 1;
    Q_EMIT changed();
}

void Navigator::setArgument(const QString& argument)
{
    if (m_at < 0 || this->argument() == argument)
        return;
    m_places[std::size_t(m_at)].argument = argument;
    Q_EMIT changed();
}

void Navigator::back()
{
    if (!canGoBack())
        return;
    --m_at;
    Q_EMIT changed();
}

void Navigator::forward()
{
    if (!canGoForward())
        return;
    ++m_at;
    Q_EMIT changed();
}

} // namespace binnacle
