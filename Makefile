# Every line is one chore of xtask; `cargo xtask help` lists them all with their options.
export PATH := $(HOME)/.cargo/bin:$(PATH)

.PHONY: run test test-services bench fmt clean

run: ; ./bootstrap && cargo xtask run
test: ; ./bootstrap && cargo xtask test
test-services: ; ./bootstrap && cargo xtask test-services
bench: ; ./bootstrap && cargo xtask bench
fmt: ; ./bootstrap && cargo xtask fmt
clean: ; ./bootstrap && cargo xtask clean
