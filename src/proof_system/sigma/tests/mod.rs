mod interop;
mod vectors;
