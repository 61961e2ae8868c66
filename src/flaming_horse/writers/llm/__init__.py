"""A language model that writes a storyboard: any server that speaks as OpenAI's does."""
