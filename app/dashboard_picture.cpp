#include "app/dashboard_picture.h"

#include "models/app/app_model.h"

#include <QCoreApplication>
#include <QImage>
#include <QQuickWindow>
#include <QTimer>

#include <chrono>
#include <memory>

namespace binnacle {

namespace {

using namespace std::chrono_literals;

/// A page has settled when two pictures this far apart are the same, or after the longest wait: live figures move.
constexpr auto between = 400ms;
constexpr int longestRounds = 12;

} // namespace

std::optional<PictureOrder> PictureOrder::fromEnvironment()
{
    PictureOrder order;
    order.file = qEnvironmentVariable("BINNACLE_PICTURE");
    if (order.file.isEmpty())
        return std::nullopt;
    const QString page = qEnvironmentVariable("BINNACLE_PICTURE_PAGE");
    order.route = page.section(u':', 0, 0);
    order.argument = page.section(u':', 1);
    order.theme = qEnvironmentVariable("BINNACLE_PICTURE_THEME", QStringLiteral("dark"));
    const QString size = qEnvironmentVariable("BINNACLE_PICTURE_SIZE", QStringLiteral("1440x900"));
    order.size = QSize(size.section(u'x', 0, 0).toInt(), size.section(u'x', 1, 1).toInt());
    return order;
}

void takePicture(QQuickWindow& window, AppModel& model, const PictureOrder& order)
{
    auto goThere = [&model, order] {
        const bool isRead = model.status()->isKnown() || !model.status()->readProblem().isEmpty();
        if (isRead && !order.route.isEmpty())
            model.navigator()->open(order.route, order.argument);
    };
    goThere();
    QObject::connect(model.status(), &ShellStatus::infoChanged, &window, goThere);
    takePicture(window, order);
}

void takePicture(QQuickWindow& window, const PictureOrder& order)
{
    if (order.size.isValid())
        window.resize(order.size);
    auto* timer = new QTimer(&window);
    auto last = std::make_shared<QImage>();
    auto rounds = std::make_shared<int>(0);
    QObject::connect(timer, &QTimer::timeout, &window, [&window, order, last, rounds] {
        QImage now = window.grabWindow();
        const bool settled = now == *last || ++*rounds >= longestRounds;
        *last = now;
        if (settled)
            QCoreApplication::exit(now.save(order.file) ? 0 : 1);
    });
    timer->start(between);
}

} // namespace binnacle
