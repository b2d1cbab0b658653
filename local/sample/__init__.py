"""A short talk to try the product with: `sample.mp4`, what it says, and how right a transcript of it is."""
