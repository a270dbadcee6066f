#include "models/common/error_words.h"

namespace binnacle {

QString errorText(const Error& error)
{
    const QString message = QString::fromStdString(error.message);
    return error.remedy.empty() ? message : message + QLatin1Char(' ') + QString::fromStdString(error.remedy);
}

} // namespace binnacle
