"""What a class's results tell: how hard and how telling the exercises are, and whose answers are alike."""
