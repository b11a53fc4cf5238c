using Itgrix.Hooks;

namespace Itgrix.Tests.Crms.Diary;

/// <summary>The entry for a call, when it has ended.</summary>
public static class CustomizeEntry
{
    /// <summary>The entry.</summary>
    public static Input In => HookCall.Current.Input<Input>();

    /// <summary>Replies with these fields.</summary>
    public static Reply Success(Output output) => Reply.Success(output.Fields);

    /// <summary>The fields of the entry.</summary>
    public class Output : CallData
    {
        /// <summary>Its title.</summary>
        public string Title { get => GetText("title"); set => Set("title", value); }
    }

    /// <summary>The entry as it would be.</summary>
    public sealed class Input : Output;
}
