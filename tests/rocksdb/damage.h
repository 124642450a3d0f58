// Damage done to the files of a database that is not open.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace encours {

// The newest file of the folder whose name ends so (".log", ".sst"); empty if there is none.
std::filesystem::path newest_file(const std::filesystem::path& folder, const std::string& ending);

void truncate_file(const std::filesystem::path& file, std::size_t bytes);
void flip_bit(const std::filesystem::path& file, std::size_t byte);
void write_zeros(const std::filesystem::path& file, std::size_t from, std::size_t bytes);

// Where a text stands in a file; fails when it is not there.
std::size_t find_in_file(const std::filesystem::path& file, const std::string& text);

}  // namespace encours
