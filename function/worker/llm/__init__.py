"""What a language model is asked and answers, and what that costs."""
