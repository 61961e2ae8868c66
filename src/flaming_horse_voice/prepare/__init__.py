"""What a cloned voice needs before it can speak: an environment, a model, a reference, a pin."""
