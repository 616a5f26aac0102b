// The pages work without this; with it they answer as one types, without loading anew.
