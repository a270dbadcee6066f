#include "backend/store/sqlite/projection_target.h"

#include "backend/store/sqlite/projections_file.h"
#include "backend/store/sqlite/rebuilder.h"

#include <utility>

namespace binnacle::sqlite {

ProjectionTarget::ProjectionTarget(Connection file, LogReader& log)
    : connection(std::move(file))
    , interner(connection)
    , fold(connection, interner, log)
{
}

Result<void> ProjectionTarget::prepare(const std::string& path)
{
    auto started = Checkpointer::start(connection, projectionsPath(path), "PRAGMA synchronous=NORMAL");
    if (!started)
        return started.error();
    checkpointer = std::move(*started);
    if (auto done = dropShadow(connection); !done)
        return done;
    if (auto done = fold.prepare(""); !done)
        return done;
    fold.recordIn(changes);
    if (auto done = journal.prepare(connection); !done)
        return done;
    return connection.prepareAll({ { &setProgress, "UPDATE progress SET seq=?" } });
}

void ProjectionTarget::forget()
{
    fold.forget();
    interner.forget();
}

} // namespace binnacle::sqlite
