#pragma once

#include "backend/core/result.h"

#include <string>
#include <utility>

namespace binnacle::sqlite {

/// A file on its way to its name: "<target>.part", which nobody else writes meanwhile, and which is removed unless it
/// became the target. What a killed process left under that name is taken over.
class PartFile {
public:
    PartFile() = default;
    PartFile(PartFile&& other) noexcept;
    PartFile& operator=(PartFile&&) = delete;
    ~PartFile();

    /// An empty file that may be used as `mode` says. Errors: PART_IN_USE (Busy), and those of making a file.
    static Result<PartFile> make(const std::string& target, unsigned mode);

    const std::string& path() const { return m_path; }

    /// Brings everything written to it to the disk. What is read after that comes from there.
    Result<void> sync() const;
    /// Gives it its name, on disk too; false: something is there already, nothing was done.
    Result<bool> becomeTarget();
    /// The same in the place of what is there: at every moment one of both is.
    Result<void> replaceTarget();
    /// As replaceTarget(), and in the same moment what was there gets the name `kept`. False: this file system cannot.
    Result<bool> swapWithTarget(const std::string& kept);

private:
    PartFile(std::string target, std::string path, int descriptor)
        : m_target(std::move(target))
        , m_path(std::move(path))
        , m_descriptor(descriptor)
    {
    }

    std::string m_target;
    std::string m_path;
    int m_descriptor = -1;
};

/// Brings renames, links and removals in the folder of `file` to the disk.
Result<void> syncFolderOf(const std::string& file);

/// "<what> failed: <the system's reason>", for `errno` as it is.
Error fileError(const std::string& what);

} // namespace binnacle::sqlite
