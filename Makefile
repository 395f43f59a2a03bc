# The commands of README.md. Each works from a clean clone; what is missing is installed or named.

PREFIX ?= /usr/local

.PHONY: demo test bench bench-quick bench-kernels bench-regress install clean

demo:
	@scripts/demo

test:
	@scripts/test

bench:
	@scripts/bench

bench-quick:
	@scripts/bench --quick

# The hot kernels one by one: their times, and their instructions against a reference, which UPDATE=1 replaces.
bench-kernels:
	@scripts/bench-kernels

bench-regress:
	@scripts/bench-regress $(if $(UPDATE),--update)

install:
	@scripts/install-tools cc cmake cargo
	cmake -S . -B build
	cmake --build build --target nxz
	cmake --install build --prefix "$(PREFIX)"

clean:
	rm -rf build target
