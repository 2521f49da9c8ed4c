"""The product's stories, one a file. Read this folder and you know the product."""
