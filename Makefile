# The commands of README.md. Each works from a clean clone; what is missing is installed or named (scripts/install-tools).

PREFIX ?= /usr/local
# With the cargo of rustup, also in a shell that was there before it.
export PATH := $(or $(CARGO_HOME),$(HOME)/.cargo)/bin:$(PATH)

.PHONY: demo test docs bench bench-quick bench-kernels bench-regress install packages clean

demo:
	@scripts/demo

test:
	@scripts/test

# The references of the C, C++ and Rust interfaces, as web pages.
docs:
	@scripts/docs

bench:
	@scripts/bench

bench-quick:
	@scripts/bench --quick

# The times of the hot kernels, one by one.
bench-kernels:
	@scripts/bench-kernels

# Their instructions against a reference, which UPDATE=1 replaces.
bench-regress:
	@scripts/bench-regress $(if $(UPDATE),--update)

# For others to read, whatever the umask.
install:
	@scripts/install-tools cc cmake cargo
	cmake -S . -B build
	cmake --build build --target nxz nexuszero_optimizer_onnx
	umask 022 && cmake --install build --prefix "$(PREFIX)"

# The install tree as a .tar.gz, and as a .deb where dpkg-deb is.
packages:
	@scripts/install-tools cc cmake cargo
	cmake -S . -B build -DBUILD_TESTING=OFF
	cmake --build build --target nxz nexuszero_optimizer_onnx
	umask 022 && cd build && cpack

clean:
	rm -rf build target
