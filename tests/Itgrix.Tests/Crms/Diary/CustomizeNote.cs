using Itgrix.Hooks;

namespace Itgrix.Tests.Crms.Diary;

/// <summary>The note below an entry.</summary>
public static class CustomizeNote
{
    /// <summary>The note.</summary>
    public static Input In => HookCall.Current.Input<Input>();

    /// <summary>Replies with these fields.</summary>
    public static Reply Success(Output output) => Reply.Success(output.Fields);

    /// <summary>The fields of the note.</summary>
    public class Output : CallData
    {
        /// <summary>Its text.</summary>
        public string Text { get => GetText("text"); set => Set("text", value); }
    }

    /// <summary>The note as it would be.</summary>
    public sealed class Input : Output;
}
