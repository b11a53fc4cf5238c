namespace Itgrix.Runtime.Outbox;

/// <summary>The names of states in the outbox's tables and in command output, which never change.</summary>
internal static class StepStates
{
    private static readonly IReadOnlyDictionary<StepState, string> Names = new Dictionary<StepState, string>
    {
        [StepState.Waiting] = "Waiting",
        [StepState.Done] = "Done",
        [StepState.Discarded] = "Dropped",
        [StepState.DeadLettered] = "SetAside",
    };

    public static string StoredName(this StepState state) => Names[state];

    /// <summary>The state with that name; <c>null</c> when there is none.</summary>
    public static StepState? Find(string storedName)
    {
        foreach (var (state, name) in Names)
            if (name == storedName)
                return state;
        return null;
    }
}
