// Tells a torn tail from damage in the write-ahead logs of a database whose every write is synced
// before the next one. Used by database.cc before such a database is opened.
//
// If the power went while a write was on its way, nothing stands behind it: what cannot be read was
// never acknowledged, and RocksDB may cut it off. If a write begins behind the bytes that cannot be
// read, these were acknowledged, and cutting there would lose them in silence. None of RocksDB's
// own recovery modes makes the difference: one drops acknowledged writes behind a damaged one, the
// other refuses a torn write whose blocks reached the disk out of order.
//
// A write-ahead log is a row of blocks of 32768 bytes. In a block stand pieces of writes, none of
// which crosses its end; fewer than 7 bytes at the end are zeros.
//
//   crc:u32   of kind and bytes; CRC-32C, rotated right by 15, plus a282ead8
//   size:u16  little-endian, as is the crc
//   kind:u8   1 a whole write; 2 its first piece, 3 a middle one, 4 its last
//   bytes     of this piece
#pragma once

#include <filesystem>

#include "src/ports.h"

namespace encours {

enum class WalState : std::uint8_t {
  kWhole,    // every write can be read
  kTorn,     // the last write cannot, and nothing begins behind it
  kDamaged,  // writes begin behind what cannot be read
};

// Reads the folder's *.log files in the order of their numbers, and changes nothing.
Result<WalState> check_wal(const std::filesystem::path& folder);

}  // namespace encours
