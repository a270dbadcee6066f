"""Includes and links follow the directions of the house: app -> ui -> models -> backend/engine -> the rest of backend
-> backend/core. A library that only one folder may know (SQLite, PostgreSQL, Beast) stays in that folder.

usage: layers_test.py ROOT
       layers_test.py ROOT --self-test
"""

import re
import sys

from tree import files, finish, read

# The first entry whose folder a file lies in decides which of our folders its includes may begin with.
MAY_INCLUDE = (
    ("backend/core/", ("backend/core/",)),
    ("backend/event/", ("backend/core/", "backend/event/")),
    ("backend/projection/", ("backend/core/", "backend/event/", "backend/projection/")),
    ("backend/store/sqlite/", ("backend/core/", "backend/event/", "backend/projection/", "backend/store/")),
    ("backend/store/columns/", ("backend/core/", "backend/projection/", "backend/store/columns/")),
    ("backend/store/log/", ("backend/core/", "backend/event/", "backend/store/log/")),
    ("backend/store/", ("backend/core/", "backend/event/", "backend/projection/", "backend/store/event_store.h",
                        "backend/store/store_safety.h")),
    ("backend/intake/", ("backend/core/", "backend/event/", "backend/projection/", "backend/store/event_store.h",
                         "backend/intake/")),
    ("backend/engine/", ("backend/core/", "backend/event/", "backend/projection/", "backend/store/event_store.h",
                         "backend/intake/", "backend/engine/")),
    ("models/", ("backend/core/", "backend/event/", "backend/projection/", "backend/engine/engine.h",
                 "backend/intake/import_types.h", "models/", "resources/")),
    ("ui/", ("models/", "ui/", "resources/")),
    ("resources/", ("resources/",)),
    ("app/composition.cpp", ("app/", "backend/")),
    ("app/", ("app/", "ui/", "models/", "resources/", "backend/core/", "backend/event/", "backend/projection/",
              "backend/store/event_store.h", "backend/store/store_safety.h", "backend/intake/", "backend/engine/")),
)

# Headers and targets of others: pattern, the folders that may know them, and why.
ONLY_IN = (
    (r"sqlite3(ext)?\.h", ("backend/store/sqlite/", "tests/backend/store/", "tests/bench/"), "SQLite stays below backend/store/sqlite"),
    (r"pqxx/.*", ("backend/store/postgres/", "tests/backend/store/"), "PostgreSQL stays below backend/store/postgres"),
    (r"boost/.*", ("backend/intake/gateway/", "tests/backend/intake/", "tests/bench/"), "Beast and Asio stay in the gateway"),
    (r"CLI/.*", ("app/cli/command.cpp",), "CLI11 stays behind Command"),
    (r"Q(t(Gui|Qml|Quick|Widgets|Charts|Svg)|Qml|Quick|Gui|Widget|Image|Painter|Color|Font|Icon|Window|Pixmap|JSEngine).*",
     ("app/", "models/", "ui/", "resources/", "tests/"), "the backend runs without a display"),
    (r"Q[A-Z].*|Qt[A-Z].*", ("app/", "models/", "ui/", "resources/", "tests/", "backend/engine/"),
     "this part of the backend is standard C++"),
)
LINK_ONLY_IN = (
    (r"SQLite::\w+", ("backend/store/sqlite/", "tests/"), "SQLite stays below backend/store/sqlite"),
    (r"binnacle_store_(sqlite|safety)", ("backend/store/sqlite/", "app/", "tests/"), "only app picks the store"),
    (r"Qt6::(Gui|Qml|Quick\w*|Widgets|Charts\w*|Svg\w*)", ("app/", "models/", "ui/", "resources/", "tests/"),
     "the backend runs without a display"),
    (r"binnacle_models?_\w+|binnacle_ui\w*", ("app/", "models/", "ui/", "tests/"), "the backend knows no model"),
)

INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]', re.MULTILINE)


def include_problems(path, text):
    problems = []
    allowed = next((folders for folder, folders in MAY_INCLUDE if path.startswith(folder)), None)
    for match in INCLUDE.finditer(text):
        line = text.count("\n", 0, match.start()) + 1
        quoted, header = match.group(1) == '"', match.group(2)
        ours = header.startswith(("app/", "backend/", "models/", "ui/", "resources/"))
        if ours and allowed is not None and not header.startswith(allowed):
            problems.append(f'{path}:{line}: may not include "{header}" (directions of the house)')
        if quoted and ours:
            continue
        for pattern, folders, why in ONLY_IN:
            if re.fullmatch(pattern, header) and not path.startswith(folders):
                problems.append(f"{path}:{line}: may not include <{header}>: {why}")
                break
    return problems


def link_problems(path, text):
    problems = []
    for number, line in enumerate(text.splitlines(), 1):
        words = line.split("#")[0]
        for pattern, folders, why in LINK_ONLY_IN:
            found = re.search(rf"(?<![\w:]){pattern}(?![\w:])", words)
            if found and not path.startswith(folders):
                problems.append(f"{path}:{number}: may not link {found.group(0)}: {why}")
    return problems


def self_test():
    """The check must see what it is for; a check that passes everything would pass in silence."""
    wrong = (
        ("backend/core/a.h", '#include "backend/event/event.h"\n'),
        ("backend/event/a.cpp", '#include "backend/store/event_store.h"\n'),
        ("backend/engine/a.cpp", '#include "backend/store/sqlite/sqlite_store.h"\n'),
        ("backend/engine/a.cpp", "#include <QQmlEngine>\n"),
        ("backend/store/a.cpp", "#include <QString>\n"),
        ("backend/engine/a.cpp", "#  include <sqlite3.h>\n"),
        ("models/a.cpp", '#include "backend/store/event_store.h"\n'),
        ("models/a.cpp", '#include "ui/shell/a.h"\n'),
        ("ui/a.cpp", '#include "backend/engine/engine.h"\n'),
        ("app/cli/a.cpp", '#include "backend/store/sqlite/sqlite_store.h"\n'),
        ("app/cli/a.cpp", "#include <CLI/CLI.hpp>\n"),
    )
    right = (
        ("app/composition.cpp", '#include "backend/store/sqlite/sqlite_store.h"\n'),
        ("models/a.cpp", '#include "backend/engine/engine.h"\n#include <QAbstractListModel>\n'),
        ("backend/store/sqlite/a.cpp", '#include <sqlite3.h>\n#include "backend/store/event_store.h"\n'),
        ("backend/core/a.cpp", "#include <vector>\n"),
    )
    problems = [f"not seen: {path}: {text.strip()}" for path, text in wrong if not include_problems(path, text)]
    problems += [f"seen wrongly: {problem}" for path, text in right for problem in include_problems(path, text)]
    if not link_problems("backend/engine/CMakeLists.txt", "  PRIVATE Qt6::Quick binnacle_core)\n"):
        problems.append("not seen: a backend library that links Qt6::Quick")
    if not link_problems("models/CMakeLists.txt", "  PRIVATE binnacle_store_sqlite)\n"):
        problems.append("not seen: a model that links the store")
    finish(problems, len(wrong) + len(right) + 2)


def main():
    root = sys.argv[1]
    if "--self-test" in sys.argv:
        self_test()
    problems = []
    sources = files(root, ".h", ".cpp")
    for path in sources:
        problems += include_problems(path, read(root, path))
    for path in files(root, "CMakeLists.txt"):
        problems += link_problems(path, read(root, path))
    finish(problems, len(sources))


main()
