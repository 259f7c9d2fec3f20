"""What the XML formats share: elements, safe text, the inline markup, turns of interviews."""
