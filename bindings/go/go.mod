module nexuszero

go 1.24
