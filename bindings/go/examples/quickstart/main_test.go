package main

func Example() {
	main()
	// Output:
	// verified: <nil>
	// for another nonce: nexuszero: proof verification failed: the proof does not hold for this statement and context (proof)
}
