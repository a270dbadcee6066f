# Writes OUTPUT (binnacle_version.h) when version or commit changed, at build time, so that a new commit shows
# without a new configure. A source package has no git: then COMMIT_FILE holds the commit, or it is unknown.
set(commit "unknown")
find_program(GIT git)
if(GIT AND EXISTS "${SOURCE}/.git")
  execute_process(COMMAND ${GIT} -c "safe.directory=${SOURCE}" -C "${SOURCE}" describe --always --dirty=+ --abbrev=9 --exclude=*
    OUTPUT_VARIABLE commit OUTPUT_STRIP_TRAILING_WHITESPACE RESULT_VARIABLE failed ERROR_QUIET)
  if(failed)
    set(commit "unknown")
  endif()
endif()
set(content "#pragma once\n#define BINNACLE_VERSION \"${VERSION}\"\n#define BINNACLE_COMMIT \"${commit}\"\n")
set(old "")
if(EXISTS "${OUTPUT}")
  file(READ "${OUTPUT}" old)
endif()
if(NOT old STREQUAL content)
  file(WRITE "${OUTPUT}" "${content}")
endif()
