// The contracts as the tests of this folder see them: the .proto files that schemas/CMakeLists.txt
// names, with their comments, which the generated code does not keep.
#pragma once

#include <string>
#include <vector>

#include <google/protobuf/descriptor.h>

namespace encours::contracts {

// Those files, sorted by path. They live as long as the program.
const std::vector<const google::protobuf::FileDescriptor*>& files();

// All messages and enums of those files, in the order of files and of lines. None is nested: one
// idea has one name.
std::vector<const google::protobuf::Descriptor*> messages();
std::vector<const google::protobuf::EnumDescriptor*> enums();

// The message of that full name, null if there is none.
const google::protobuf::Descriptor* find_message(const std::string& full_name);

// The comment above an element, without slashes and without the last line break.
template <class Element>
std::string comment_of(const Element* element) {
  google::protobuf::SourceLocation location;
  if (!element->GetSourceLocation(&location)) {
    return {};
  }
  std::string text = location.leading_comments;
  while (!text.empty() && text.back() == '\n') {
    text.pop_back();
  }
  return text;
}

// The comment begins with the mark of what no operator hears or says yet.
template <class Element>
bool is_marked_planned(const Element* element) {
  return comment_of(element).starts_with(" PLANNED. ");
}

// The rows of messages and states are rules of their own.
inline bool is_state(const google::protobuf::FileDescriptor* file) {
  return file->package().starts_with("encours.state.");
}

}  // namespace encours::contracts
