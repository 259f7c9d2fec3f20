"""The pages of a company's feeds: made, watched, tried, rewound, ended."""
