#include "tests/contracts/contracts.h"

#include <algorithm>
#include <fstream>

#include <google/protobuf/descriptor.pb.h>
#include <gtest/gtest.h>

namespace encours::contracts {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::EnumDescriptor;
using google::protobuf::FileDescriptor;

// Read on first use; the pool owns what the descriptors point into.
class Contracts {
 public:
  Contracts() {
    google::protobuf::FileDescriptorSet set;
    std::ifstream in(ENCOURS_CONTRACTS, std::ios::binary);
    EXPECT_TRUE(set.ParseFromIstream(&in)) << ENCOURS_CONTRACTS;
    for (const auto& proto : set.file()) {
      const FileDescriptor* file = pool_.BuildFile(proto);
      EXPECT_NE(file, nullptr) << proto.name();
      if (file != nullptr && file->name().starts_with("encours/")) {
        files_.push_back(file);
      }
    }
    std::ranges::sort(files_, {}, &FileDescriptor::name);
  }

  const std::vector<const FileDescriptor*>& files() const { return files_; }

 private:
  google::protobuf::DescriptorPool pool_;
  std::vector<const FileDescriptor*> files_;
};

}  // namespace

const std::vector<const FileDescriptor*>& files() {
  static const Contracts contracts;
  return contracts.files();
}

std::vector<const Descriptor*> messages() {
  std::vector<const Descriptor*> all;
  for (const FileDescriptor* file : files()) {
    for (int i = 0; i < file->message_type_count(); ++i) {
      all.push_back(file->message_type(i));
    }
  }
  return all;
}

std::vector<const EnumDescriptor*> enums() {
  std::vector<const EnumDescriptor*> all;
  for (const FileDescriptor* file : files()) {
    for (int i = 0; i < file->enum_type_count(); ++i) {
      all.push_back(file->enum_type(i));
    }
  }
  return all;
}

const Descriptor* find_message(const std::string& full_name) {
  const auto all = messages();
  const auto found = std::ranges::find(all, full_name, &Descriptor::full_name);
  return found == all.end() ? nullptr : *found;
}

}  // namespace encours::contracts
