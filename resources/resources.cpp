#include "resources/resources.h"

#include <QFontDatabase>
#include <QString>

namespace binnacle {

bool installFonts()
{
    bool all = true;
    for (const char* name : { "BinnacleSans-Regular.otf", "BinnacleSans-Medium.otf", "BinnacleSans-SemiBold.otf",
             "BinnacleMono-Regular.ttf" })
        all &= QFontDatabase::addApplicationFont(QStringLiteral(":/binnacle/fonts/") + QLatin1String(name)) >= 0;
    return all;
}

} // namespace binnacle
