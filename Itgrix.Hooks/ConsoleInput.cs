namespace Itgrix.Hooks;

/// <summary>
/// <c>Console.In</c> of scripts in the service: the input of the call, as <c>dotnet script</c> gives it.
/// </summary>
internal sealed class ConsoleInput : TextReader
{
    /// <inheritdoc/>
    public override int Peek() => HookCall.Current.Reader.Peek();

    /// <inheritdoc/>
    public override int Read() => HookCall.Current.Reader.Read();

    /// <inheritdoc/>
    public override int Read(char[] buffer, int index, int count) => HookCall.Current.Reader.Read(buffer, index, count);

    /// <inheritdoc/>
    public override string? ReadLine() => HookCall.Current.Reader.ReadLine();

    /// <inheritdoc/>
    public override string ReadToEnd() => HookCall.Current.Reader.ReadToEnd();
}
