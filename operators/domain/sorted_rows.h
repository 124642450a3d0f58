// Lists inside a row that are kept sorted by a key, so that equal contents are equal bytes.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>

#include <google/protobuf/repeated_field.h>

namespace encours {

// The element of that key, made in its place if there is none. `key_of` reads the key of an
// element, `set_key` gives it to a new one.
template <class Element, class Key, class KeyOf, class SetKey>
Element& element_of(google::protobuf::RepeatedPtrField<Element>& list, const Key& key,
                    const KeyOf& key_of, const SetKey& set_key) {
  const auto found = std::lower_bound(
      list.begin(), list.end(), key,
      [&](const Element& element, const Key& wanted) { return key_of(element) < wanted; });
  const auto place = static_cast<int>(found - list.begin());
  if (found == list.end() || key_of(*found) != key) {
    set_key(*list.Add(), key);
    std::rotate(list.pointer_begin() + place, list.pointer_end() - 1, list.pointer_end());
  }
  return list[place];
}

// The same in a list by currency, ISO 4217.
template <class Element>
Element& element_of_currency(google::protobuf::RepeatedPtrField<Element>& list,
                             std::string_view code) {
  return element_of(
      list, code, [](const Element& element) -> std::string_view { return element.currency(); },
      [](Element& element, std::string_view key) { element.set_currency(std::string(key)); });
}

// ... and by the number of a line.
template <class Element>
Element& element_of_line(google::protobuf::RepeatedPtrField<Element>& list, int line) {
  return element_of(
      list, line, [](const Element& element) { return element.line(); },
      [](Element& element, int number) { element.set_line(number); });
}

}  // namespace encours
