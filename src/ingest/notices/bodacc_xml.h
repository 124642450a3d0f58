// Issues of the BODACC as the official XML files have them (root PCL_REDIFF), windows-1252 or
// UTF-8 as their first line says. Source: DILA, files "PCL_BXA<issue>".
#pragma once

#include <string>
#include <string_view>

#include "src/ingest/notices/notice_sink.h"

namespace encours {

// Every <annonce> is a notice or a reject; `bytes` is the whole file, unpacked. A file that is no
// such XML is one reject.
void read_bodacc_xml(std::string_view bytes, const std::string& file, NoticeSink& sink);

// Whether the bytes begin as such a file does.
bool is_bodacc_xml(std::string_view bytes);

}  // namespace encours
