namespace Itgrix.Benchmarks;

/// <summary>One line on the terminal that says how far it is; nothing where there is none.</summary>
internal static class Progress
{
    public static void Show(string text)
    {
        if (!Console.IsErrorRedirected)
            Console.Error.Write($"\r{text,-60}\r");
    }

    public static void Line(string text) => Console.Error.WriteLine(text);
}
