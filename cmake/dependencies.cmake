# Every library that Encours links, found once, each under a name with "::". All of them are Debian
# packages; ./dev installs them.
find_package(Threads REQUIRED)
find_package(Protobuf 3.21 REQUIRED)                # protobuf::libprotobuf, protobuf::protoc
find_package(fmt 9 REQUIRED CONFIG)                 # fmt::fmt
find_package(spdlog 1.10 REQUIRED CONFIG)           # spdlog::spdlog
find_package(CLI11 2.1 REQUIRED CONFIG)             # CLI11::CLI11
find_package(nlohmann_json 3.11 REQUIRED CONFIG)    # nlohmann_json::nlohmann_json
find_package(tl-expected REQUIRED CONFIG)           # tl::expected
find_package(ICU 72 REQUIRED COMPONENTS uc i18n)    # ICU::uc, ICU::i18n
find_package(ZLIB REQUIRED)                         # ZLIB::ZLIB
find_package(GTest 1.12 REQUIRED CONFIG)            # GTest::gtest, GTest::gtest_main, GTest::gmock
find_package(benchmark 1.7 REQUIRED CONFIG)         # benchmark::benchmark

# PkgConfig::rdkafka: 2.0.2 in Debian 12, 2.8.0 in Debian 13.
find_package(PkgConfig REQUIRED)
pkg_check_modules(rdkafka REQUIRED IMPORTED_TARGET rdkafka>=2.0.2)

# Wraps a library whose package has no CMake files, or broken ones, in an imported target.
function(encours_import name header library)
  find_path(${name}_include_dir NAMES ${header} REQUIRED)
  find_library(${name}_library NAMES ${library} REQUIRED)
  mark_as_advanced(${name}_include_dir ${name}_library)
  add_library(${name}::${name} SHARED IMPORTED GLOBAL)
  set_target_properties(${name}::${name} PROPERTIES
    IMPORTED_LOCATION "${${name}_library}"
    INTERFACE_INCLUDE_DIRECTORIES "${${name}_include_dir}")
endfunction()

# Debian's RocksDBConfig.cmake asks for find modules (lz4, zstd) that its package does not ship.
encours_import(rocksdb rocksdb/db.h rocksdb)
encours_import(xxhash xxhash.h xxhash)
encours_import(jemalloc jemalloc/jemalloc.h jemalloc)
encours_import(curl curl/curl.h curl)
encours_import(crypto openssl/evp.h crypto)
encours_import(pugixml pugixml.hpp pugixml)
encours_import(re2 re2/re2.h re2)

# Boost for its headers alone (Beast, Asio); and of prometheus-cpp the core alone, whose package
# files would bring its web server along.
find_path(boost_include_dir NAMES boost/beast/http.hpp REQUIRED)
mark_as_advanced(boost_include_dir)
add_library(boost::headers INTERFACE IMPORTED GLOBAL)
set_target_properties(boost::headers PROPERTIES
  INTERFACE_INCLUDE_DIRECTORIES "${boost_include_dir}")
encours_import(prometheus_cpp prometheus/text_serializer.h prometheus-cpp-core)

# yaml-cpp renamed its target between the versions of Debian 12 and 13.
encours_import(yaml_cpp yaml-cpp/yaml.h yaml-cpp)
