// Shows every name, number and type of the contracts in one text, golden.txt, so that a change of a
// contract is a line in a diff that somebody reads. Regenerate it with
//   ENCOURS_REGENERATE=1 build/dev/tests/contracts/contracts_test
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>
#include <string>

#include <google/protobuf/descriptor.h>
#include <gtest/gtest.h>

#include "tests/contracts/contracts.h"

namespace encours::contracts {
namespace {

using google::protobuf::EnumDescriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::FileDescriptor;

constexpr const char* kGoldenFile = "tests/contracts/golden.txt";

template <class Element>
std::string planned_mark(const Element* element) {
  return is_marked_planned(element) ? " PLANNED" : "";
}

std::string type_of(const FieldDescriptor* field) {
  const std::string label = field->is_repeated()            ? "repeated "
                            : field->has_optional_keyword() ? "optional "
                                                            : "";
  switch (field->type()) {
    case FieldDescriptor::TYPE_MESSAGE:
      return label + field->message_type()->full_name();
    case FieldDescriptor::TYPE_ENUM:
      return label + field->enum_type()->full_name();
    default:
      return label + field->type_name();
  }
}

std::string line_of(const FieldDescriptor* field) {
  std::string line = "  " + std::to_string(field->number()) + " " + field->name() + " ";
  line += type_of(field);
  if (const auto* oneof = field->real_containing_oneof(); oneof != nullptr) {
    line += " in " + oneof->name();
  }
  return line + planned_mark(field) + "\n";
}

std::string text_of(const FileDescriptor* file) {
  std::ostringstream text;
  text << "\n" << file->name() << "\n";
  for (int i = 0; i < file->enum_type_count(); ++i) {
    const EnumDescriptor* type = file->enum_type(i);
    text << "enum " << type->full_name() << planned_mark(type) << "\n";
    for (int j = 0; j < type->value_count(); ++j) {
      text << "  " << type->value(j)->number() << " " << type->value(j)->name()
           << planned_mark(type->value(j)) << "\n";
    }
  }
  for (int i = 0; i < file->message_type_count(); ++i) {
    const auto* type = file->message_type(i);
    text << "message " << type->full_name() << planned_mark(type) << "\n";
    for (int j = 0; j < type->field_count(); ++j) {
      text << line_of(type->field(j));
    }
  }
  return text.str();
}

std::string contracts_as_text() {
  std::string text =
      "Every name, number and type of the contracts. Made by golden_test.cc; see there.\n";
  for (const FileDescriptor* file : files()) {
    text += text_of(file);
  }
  return text;
}

std::string content_of(const char* path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

TEST(GoldenContracts, StandAsTheGoldenTextSays) {
  const std::string text = contracts_as_text();
  if (std::getenv("ENCOURS_REGENERATE") != nullptr) {
    std::ofstream(kGoldenFile, std::ios::binary) << text;
    std::printf("%s written\n", kGoldenFile);
  }
  EXPECT_EQ(content_of(kGoldenFile), text);
}

// The list of files is written by hand; a file that it forgot would be read by nobody.
TEST(GoldenContracts, EveryFileIsListed) {
  std::set<std::string> listed;
  for (const FileDescriptor* file : files()) {
    listed.insert("schemas/" + file->name());
  }
  for (const auto& entry : std::filesystem::recursive_directory_iterator("schemas/encours")) {
    if (entry.is_regular_file()) {
      EXPECT_TRUE(listed.contains(entry.path().generic_string()))
          << entry.path() << " is not in schemas/CMakeLists.txt";
    }
  }
}

}  // namespace
}  // namespace encours::contracts
