# Install rules. What is installed is relocatable, unless a directory was given as an absolute path: paths are computed from where the
# file is found.

include(CMakePackageConfigHelpers)

set(package_dir "${CMAKE_INSTALL_LIBDIR}/cmake/NexusZero")
set(pkgconfig_dir "${CMAKE_INSTALL_LIBDIR}/pkgconfig")
set(generated "${PROJECT_BINARY_DIR}/package")

if(IS_ABSOLUTE "${CMAKE_INSTALL_LIBDIR}" OR IS_ABSOLUTE "${CMAKE_INSTALL_INCLUDEDIR}")
    set(pc_prefix "${CMAKE_INSTALL_PREFIX}")
    set(pc_libdir "${CMAKE_INSTALL_FULL_LIBDIR}")
    set(pc_includedir "${CMAKE_INSTALL_FULL_INCLUDEDIR}")
else()
    file(RELATIVE_PATH up "/${pkgconfig_dir}" "/")
    string(REGEX REPLACE "/$" "" up "${up}")
    set(pc_prefix "\${pcfiledir}/${up}")
    set(pc_libdir "\${prefix}/${CMAKE_INSTALL_LIBDIR}")
    set(pc_includedir "\${prefix}/${CMAKE_INSTALL_INCLUDEDIR}")
endif()
if(BUILD_SHARED_LIBS)
    set(pc_libs_private "${NEXUSZERO_NATIVE_STATIC_LIBS}")
else()
    # Nobody passes --static for a library that exists only as such.
    set(pc_libs_always " ${NEXUSZERO_NATIVE_STATIC_LIBS}")
endif()
configure_file("${PROJECT_SOURCE_DIR}/cmake/nexuszero.pc.in" "${generated}/nexuszero.pc" @ONLY)

configure_package_config_file("${PROJECT_SOURCE_DIR}/cmake/NexusZeroConfig.cmake.in"
    "${generated}/NexusZeroConfig.cmake"
    INSTALL_DESTINATION "${package_dir}"
    PATH_VARS CMAKE_INSTALL_LIBDIR CMAKE_INSTALL_INCLUDEDIR)
# Before 1.0 a minor version may break, after it a major version.
if(PROJECT_VERSION_MAJOR EQUAL 0)
    set(compatibility SameMinorVersion)
else()
    set(compatibility SameMajorVersion)
endif()
write_basic_package_version_file("${generated}/NexusZeroConfigVersion.cmake" COMPATIBILITY ${compatibility})

install(DIRECTORY "${PROJECT_SOURCE_DIR}/include/" DESTINATION "${CMAKE_INSTALL_INCLUDEDIR}")
install(FILES "${library_dir}/libnexuszero.a" DESTINATION "${CMAKE_INSTALL_LIBDIR}")
if(BUILD_SHARED_LIBS)
    install(PROGRAMS "${library_dir}/${shared_file}" DESTINATION "${CMAKE_INSTALL_LIBDIR}")
    install(FILES "${library_dir}/${shared_soname}" "${library_dir}/${shared_built}"
        DESTINATION "${CMAKE_INSTALL_LIBDIR}")
endif()
install(FILES "${generated}/nexuszero.pc" DESTINATION "${pkgconfig_dir}")
install(FILES "${generated}/NexusZeroConfig.cmake" "${generated}/NexusZeroConfigVersion.cmake"
    DESTINATION "${package_dir}")
install(FILES LICENSE-MIT LICENSE-APACHE LICENSE-THIRD-PARTY README.md SECURITY.md DESTINATION "${CMAKE_INSTALL_DOCDIR}")
# The pages that README.md leads to, with what they show.
install(DIRECTORY docs DESTINATION "${CMAKE_INSTALL_DOCDIR}"
    FILES_MATCHING PATTERN "*.md" PATTERN "*.svg" PATTERN "peers.json" PATTERN "reference" EXCLUDE)
# A project of its own, that finds the installed package.
install(DIRECTORY c_examples DESTINATION "${CMAKE_INSTALL_DOCDIR}")
if(NEXUSZERO_TOOLS)
    set(origin "$ORIGIN")
    if(APPLE)
        set(origin "@loader_path")
    endif()
    file(RELATIVE_PATH bin_to_lib "${CMAKE_INSTALL_FULL_BINDIR}" "${CMAKE_INSTALL_FULL_LIBDIR}")
    set_target_properties(nxz PROPERTIES INSTALL_RPATH "${origin}/${bin_to_lib}")
    install(TARGETS nxz DESTINATION "${CMAKE_INSTALL_BINDIR}")
    install(FILES "${PROJECT_BINARY_DIR}/tools/nxz/nxz.1" DESTINATION "${CMAKE_INSTALL_MANDIR}/man1")
endif()
if(NEXUSZERO_OPTIMIZER_PLUGIN)
    install(PROGRAMS "${plugin_cargo_dir}/release/${plugin_name}" DESTINATION "${CMAKE_INSTALL_LIBDIR}/nexuszero")
    # With its card.
    install(FILES bindings/python/src/nexuszero/optimizer/model.onnx bindings/python/src/nexuszero/optimizer/model.md
        DESTINATION "${CMAKE_INSTALL_DATADIR}/nexuszero/optimizer")
endif()
