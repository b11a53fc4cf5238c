namespace Itgrix.Benchmarks;

/// <summary>One progress line on the terminal; nothing without a terminal.</summary>
internal static class Progress
{
    public static void Show(string text)
    {
        if (!Console.IsErrorRedirected)
            Console.Error.Write($"\r{text,-60}\r");
    }

    public static void Line(string text) => Console.Error.WriteLine(text);
}
