"""Small parts that several screens share: the banner, the signs at the edge, plain builders."""
